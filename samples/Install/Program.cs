// Puts a bootloader on the board at this port: dotnet run --project samples/Install -- /dev/ttyACM0 generic.bin
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;

var image = BootloaderImage.Load(args[1]);
var board = await Board.ConnectAsync(new SerialPortSource(args[0]), new BoardOptions(), TimeProvider.System).ConfigureAwait(false);
await using (board.ConfigureAwait(false))
{
    var surroundings = new JobContext { Ask = (_, text) => Agree(text) };
    var result = await InstallBootloader.RunAsync(board, new InstallOptions { Image = image }, surroundings, default).ConfigureAwait(false);
    Console.WriteLine(result.Failure?.Message ?? $"{result.BytesWritten} bytes written, verified by {result.Verified}");
    return result.Failure is null ? 0 : 1;
}

// A program without a person in front of it answers what its owner would.
static ValueTask<bool> Agree(string question)
{
    Console.WriteLine($"{question} yes");
    return new ValueTask<bool>(true);
}
