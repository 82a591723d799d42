using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.EndToEnd;

/// <summary>The words that the power must stay on, on a live terminal, from the jump until the board answers.</summary>
public sealed class PowerWordsTests
{
    private const int Longest = 120_000;
    private const string Words = "KEEP THE POWER ON";
    private const string Red = "1;31";

    [Theory(Timeout = Longest)]
    [InlineData(80)]
    [InlineData(40, Traits = ["Category", "Slow"])]
    public async Task They_are_there_at_once_in_red_and_whole_as_long_as_the_bootloader_works(int columns)
    {
        using var bench = new Bench("fw=6.05&bootloader=present",
            o => o with
            {
                Timing = BoardTiming.Off with
                {
                    ProgramByte = TimeSpan.FromMicroseconds(8),
                    StartToPorts = TimeSpan.FromSeconds(1)
                }
            });
        await File.WriteAllBytesAsync(bench.FileNamed("7.00.bin"), SimulatedImage.Firmware("7.00", "60_MK6"));
        int looks = 0;
        List<string> without = [];

        var screen = await Screen.WatchAsync(
            columns,
            Tool.State,
            () => bench.Board.Look(b => b.State) == BoardState.Bootloader,
            now =>
            {
                looks++;
                if (!now.Pieces.Any(line => line.Any(p => p.Style == Red && p.Text.Contains(Words, StringComparison.Ordinal))))
                {
                    without.Add(now.Text);
                }
            },
            "upgrade", "-p", bench.Port, "--image", bench.FileNamed("7.00.bin"), "--yes");

        Assert.True(screen.ExitCode == 0, screen.Text);
        Assert.True(looks > 5, $"{looks} looks");
        Assert.True(without.Count == 0, $"{without.Count} of {looks} looks: {without.FirstOrDefault()}");
    }
}
