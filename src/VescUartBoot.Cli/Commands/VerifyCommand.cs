using System.CommandLine;
using VescUartBoot.Jobs;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot verify</c>: is the bootloader on the board this image, byte for byte.</summary>
internal static class VerifyCommand
{
    public static Command Build()
    {
        var image = JobCommand.Image("A raw .bin file of the bootloader that should be there; left out: any image of the catalogue is right");
        var method = JobCommand.Method();
        var command = new Command("verify", "Compare the bootloader on the board with an image, byte for byte (exit 0: the same, 6: not, 5: cannot be read)\n\nExamples:\n  vescboot verify --image generic.bin\n  vescboot verify --yes") { image, method };
        return BoardCommand.Define(
            command,
            run => JobCommand.Load(run.Parsed.GetValue(image)),
            async (run, loaded, board, cancellationToken) => JobCommand.OutcomeOf(run, await VerifyBootloader.RunAsync(
                board,
                run.Options(new VerifyOptions { Image = loaded, Method = run.Parsed.GetValue(method) }),
                run.Surroundings(cancellationToken),
                cancellationToken).ConfigureAwait(false)));
    }
}
