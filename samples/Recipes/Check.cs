using VescUartBoot.Boards;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Samples;

/// <summary>Is there a bootloader on the board?</summary>
internal static class Check
{
    public static async Task<int> RunAsync(string port)
    {
        await using var board = await Board.ConnectAsync(port);
        Console.WriteLine($"{board.Identity.Hardware}, firmware {board.Identity.Firmware}");

        // Nobody is asked here, so only the method that changes nothing is used. It cannot always tell.
        var result = await board.CheckBootloaderAsync(new CheckOptions { Method = CheckMethod.Passive });
        Console.WriteLine(result.Before?.State.ToString() ?? result.Failure?.Message);
        return result.Before?.State == BootloaderState.Present ? 0 : 1;
    }
}
