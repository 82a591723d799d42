using System.CommandLine;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Images;
using VescUartBoot.Recognition;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot image</c>: image files, without a board.</summary>
internal static class ImageCommand
{
    public static CommandDefinition Word { get; } = new("image", "Inspect image files; needs no board", Build);

    private static Command Build(CommandDefinition word) => new(word.Name, word.Says) { BuildInspect() };

    private static Command BuildInspect()
    {
        var file = new Argument<string>("FILE") { Description = "Any file; .bin (raw or staged), .hex and .elf are understood" };
        var command = new Command("inspect",
            "Identify a file: bootloader, firmware or neither, for which hardware, known or not, and how certain that is\n\nExamples:\n  "
                + "vescboot image inspect generic.bin\n  vescboot image inspect --json firmware.hex") { file };
        return OfflineCommand.Define(command, "image inspect", run => Inspect(run.Parsed.GetRequiredValue(file)));
    }

    private static Outcome Inspect(string path)
    {
        var recognition = ImageRecognition.Of(ImageInspection.Of(ImageFile.Read(path)), ImageCatalog.Shipped);
        return new Outcome { Lines = [.. ImageReport.ToLines(recognition)], More = new() { ["image"] = ImageReport.ToJson(recognition) } };
    }
}
