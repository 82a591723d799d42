using VescUartBoot.Boards;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Samples;

/// <summary>Checks whether a board has a bootloader.</summary>
internal static class Check
{
    public static async Task<int> RunAsync(string port)
    {
        await using var board = await Board.ConnectAsync(port);
        Console.WriteLine($"{board.Identity.Hardware}, firmware {board.Identity.Firmware}");

        // No question can be answered here, so only the method that changes nothing is used. It cannot always find the answer.
        var result = await board.CheckBootloaderAsync(new CheckOptions { Method = CheckMethod.Passive });
        Console.WriteLine(result.Before?.State.ToString() ?? result.Failure?.Message);
        return result.Before?.State == BootloaderState.Present ? 0 : 1;
    }
}
