using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Samples;

/// <summary>Installs a bootloader and answers the questions of the job.</summary>
internal static class Consent
{
    public static async Task<int> RunAsync(string port, string file)
    {
        await using var board = await Board.ConnectAsync(port);
        var image = BootloaderImage.Load(file);

        // Yes to the 8 bytes that open the flash for reading, no to every erase of stored content.
        var options = new InstallOptions { Confirm = (question, _) => new(question is JobQuestion.OpenReadPath) };
        var result = await board.InstallBootloaderAsync(image, options);
        Console.WriteLine(result);
        return result.Failure is null ? 0 : 1;
    }
}
