// Installs a bootloader on the board at this port: dotnet run --project samples/Install -- /dev/ttyACM0 generic.bin
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;

await using var board = await Board.ConnectAsync(args[0]);
var image = BootloaderImage.Load(args[1]);

// A program without a person in front of it answers what its owner would.
var options = new InstallOptions { Confirm = (_, question) => Agree(question) };
InstallResult result = await board.InstallBootloaderAsync(image, options);
Console.WriteLine(result);
return result.Failure is null ? 0 : 1;

static ValueTask<bool> Agree(string question)
{
    Console.WriteLine($"{question} yes");
    return new ValueTask<bool>(true);
}
