using VescUartBoot.Cli.Output;

namespace VescUartBoot.Tests.Cli;

public sealed class ProgressBarTests
{
    [Theory]
    [InlineData(79, 0, 0.0, 0, "write      [------------------------]   0 %")]
    [InlineData(79, 131072, 4.0, 0, "write      [########----------------]  33 %  32 KB/s  0:08 left")]
    [InlineData(79, 131072, 4.0, 2, "write      [########----------------]  33 %  32 KB/s  0:08 left  2 retries")]
    [InlineData(79, 393216, 12.0, 0, "write      [########################] 100 %  32 KB/s")]
    [InlineData(39, 131072, 4.0, 0, "write        33 %  32 KB/s  0:08 left")]
    [InlineData(39, 131072, 4.0, 12, "write      [###------]  33 %  0:08 left")]
    public void The_bar_shows_phase_percent_rate_time_left_and_retries(int width, long done, double seconds, int retries, string expected)
    {
        string bar = ProgressBar.Draw("write      ", done, 393216, TimeSpan.FromSeconds(seconds),
            done is 0 or 393216 ? null : TimeSpan.FromSeconds(8), isOfJob: false, retries, width);

        Assert.Equal(expected, bar);
        Assert.True(bar.Length <= width);
    }

    [Theory]
    [InlineData(80, "ok      cable       ",
        new[] { "ok      cable       the link loses 0.5 % of frames (1 of 200); retries make up", "                    for it" })]
    [InlineData(30, "ok      cable       ",
        new[] { "ok      cable", "  the link loses 0.5 % of", "  frames (1 of 200); retries", "  make up for it" })]
    public void A_text_stands_beside_its_label_or_below_it_where_it_is_narrow(int width, string label, string[] lines) =>
        Assert.Equal(lines, TextWrap.Labelled(label, "the link loses 0.5 % of frames (1 of 200); retries make up for it", width));
}
