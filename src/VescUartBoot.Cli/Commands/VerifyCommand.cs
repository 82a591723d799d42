using System.CommandLine;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Running;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot verify</c>: is the bootloader on the board this image, byte for byte.</summary>
internal static class VerifyCommand
{
    public static CommandDefinition Word { get; } = new(
        "verify",
        """
        Compare the bootloader on the board with an image (exit 0: the same, 6: not, 5: cannot be read)

        Examples:
          vescboot verify --image generic.bin
          vescboot verify --yes
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var image = JobCommand.Image(
            "The bootloader that should be there: a file (.bin, .hex, .elf), an id or a hash; left out: any image of the catalogue is "
                + "right");
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
