using System.CommandLine;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Running;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot verify</c>: compares the bootloader on the board with an image, byte for byte.</summary>
internal static class VerifyCommand
{
    public static CommandDefinition Word { get; } = new(
        "verify",
        """
        Compare the bootloader with an image

        Exit 0: the same; 6: different; 5: it cannot be read.

        Examples:
          vescboot verify --image generic.bin
          vescboot verify --yes
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var image = JobCommand.Image("The expected bootloader: a file, id or hash.\ndefault: any image of the catalogue");
        var method = JobCommand.Method();
        var command = new Command(word.Name, word.Says) { image, method };
        return BoardCommand.Define(
            command,
            run => ImageArgument.Parse(run.Parsed.GetValue(image)),
            async (run, given, board, cancellationToken) =>
            {
                var options = new VerifyOptions { Image = given.Image, Known = given.Known, Method = run.Parsed.GetValue(method) };
                var result = await board.VerifyBootloaderAsync(run.Options(options, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
                return JobCommand.OutcomeOf(run, result);
            },
            can: CanUse.All);
    }
}
