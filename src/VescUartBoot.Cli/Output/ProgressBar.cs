namespace VescUartBoot.Cli.Output;

/// <summary>A bar with percent, rate, time left and retries in one line of text.</summary>
internal static class ProgressBar
{
    private const int MaxBar = 24;

    public static string Draw(string label, long done, long total, TimeSpan elapsed, TimeSpan? left, bool isOfJob, int retries, int width)
    {
        double share = total > 0 ? Math.Clamp((double)done / total, 0, 1) : 0;
        double rate = elapsed.TotalSeconds > 0.05 ? done / elapsed.TotalSeconds : 0;
        string time = left is { } more ? $"  {(isOfJob ? "job: " : "")}{more:m\\:ss} left" : "";
        string percent = $" {100 * share,3:0} %";
        string tail = $"{percent}{(rate > 0 ? $"  {Size((long)rate)}/s" : "")}{time}"
            + (retries > 0 ? $"  {LinkReport.RetriesOf(retries)}" : "");
        tail = label.Length + tail.Length <= width ? tail : percent + time;
        int bar = Math.Min(MaxBar, width - label.Length - tail.Length - 2);
        int full = (int)(share * Math.Max(bar, 0));
        string text = bar < 4 ? label + tail : $"{label}[{new string('#', full)}{new string('-', bar - full)}]{tail}";
        return text.Length > width ? text[..width] : text;
    }

    public static string Size(long bytes) =>
        bytes < 10_000 ? $"{bytes} B" : bytes < 10_000_000 ? $"{bytes / 1024.0:0.#} KB" : $"{bytes / 1048576.0:0.#} MB";
}
