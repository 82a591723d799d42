// Is a bootloader on the board at this port? dotnet run --project samples/Check -- /dev/ttyACM0
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;

var board = await Board.ConnectAsync(new SerialPortSource(args[0]), new BoardOptions(), TimeProvider.System).ConfigureAwait(false);
await using (board.ConfigureAwait(false))
{
    Console.WriteLine($"{board.Identity.Hardware}, firmware {board.Identity.Firmware}");

    // Nobody is asked here, so only what changes nothing is tried; the answer may be that it cannot be told.
    var result = await CheckBootloader.RunAsync(board, new CheckOptions { Method = CheckMethod.Passive }, new JobContext(), default).ConfigureAwait(false);
    Console.WriteLine(result.Before?.State.ToString() ?? result.Failure?.Message);
    foreach (string evidence in result.Before?.Evidence ?? [])
    {
        Console.WriteLine($"  {evidence}");
    }

    return result.Before?.State == BootloaderState.Present ? 0 : 1;
}
