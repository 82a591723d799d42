using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Samples;

/// <summary>Shows the progress of an installation.</summary>
internal sealed class Progress : IProgress<JobEvent>
{
    public void Report(JobEvent value) => Console.WriteLine(value switch
    {
        JobEvent.PhaseStarted started => $"{started.Phase}",
        JobEvent.Progressed some => $"{some.Phase} {100 * some.Done / some.Total} %",
        _ => value.ToString(),
    });

    public static async Task<int> RunAsync(string port, string file)
    {
        await using var board = await Board.ConnectAsync(port);
        var result = await board.InstallBootloaderAsync(BootloaderImage.Load(file), new() { Progress = new Progress() });
        return result.Failure is null ? 0 : 1;
    }
}
