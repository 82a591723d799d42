using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Samples;

/// <summary>Stops an installation with Ctrl-C. The result reports the state of the board.</summary>
internal static class Cancel
{
    public static async Task<int> RunAsync(string port, string file)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };

        await using var board = await Board.ConnectAsync(port, stop.Token);
        var result = await board.InstallBootloaderAsync(BootloaderImage.Load(file), new() { Confirm = (_, _) => new(true) }, stop.Token);

        // The job ends at the next safe point and does not throw: the state of the board is part of the result.
        Console.WriteLine(result);
        return result.Failure?.Code == FailureCode.Interrupted ? 130 : 0;
    }
}
