// Is a bootloader on the board at this port? dotnet run --project samples/Check -- /dev/ttyACM0
using VescUartBoot.Boards;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

await using var board = await Board.ConnectAsync(args[0]);
Console.WriteLine($"{board.Identity.Hardware}, firmware {board.Identity.Firmware}");

// Nobody is asked here, so the job uses only the method that changes nothing; the answer may be that it cannot be told.
var result = await board.CheckBootloaderAsync(new CheckOptions { Method = CheckMethod.Passive });
Console.WriteLine(result.Before?.State.ToString() ?? result.Failure?.Message);
foreach (var evidence in result.Before?.Evidence ?? [])
{
    Console.WriteLine($"  {evidence}");
}

return result.Before?.State == BootloaderState.Present ? 0 : 1;
