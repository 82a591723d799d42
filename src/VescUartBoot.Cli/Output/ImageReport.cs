using System.Text.Json.Nodes;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Images;
using VescUartBoot.Recognition;

namespace VescUartBoot.Cli.Output;

/// <summary>Description of an image, for a person and for a script.</summary>
internal static class ImageReport
{
    private const int LabelWidth = 11;

    public static IEnumerable<string> ToLines(ImageRecognition recognition)
    {
        var image = recognition.Image;
        yield return Line("file",
            $"{image.File.Name}, {image.File.FileLength} "
                + $"bytes{(image.Kind == ImageKind.Neither ? "" : $", {ImageFile.Word(image.File.Format)}")}");
        yield return Line("is", image.Kind == ImageKind.Neither
            ? image.Description
            : $"{image.Description} ({Word(recognition.Certainty)})");
        if (image.Sha256 is { } hash)
        {
            yield return Line("content",
                $"{image.File.Content.Length} bytes{(image.File.Address is { } address ? $" at 0x{address:X8}" : "")}, SHA-256 {hash}");
        }

        if (image.ResetVector is { } reset)
        {
            yield return Line("vectors", $"stack 0x{image.InitialStack:X8}, reset 0x{reset:X8}");
        }

        if (image.Kind != ImageKind.Neither)
        {
            yield return Line("catalogue",
                recognition.Entries.Count == 0 ? NotKnown(recognition) : string.Join(", ", recognition.Entries.Select(Describe)));
        }

        foreach (var facts in recognition.Facts.GroupBy(f => (f.Name, f.Certainty, f.Evidence)))
        {
            string values = string.Join(", ", facts.Select(f => f.Value == "*" ? "any of its family" : f.Value));
            yield return Line(facts.Key.Name, $"{values} ({Word(facts.Key.Certainty)}: {facts.Key.Evidence})");
        }
    }

    private static string NotKnown(ImageRecognition recognition) =>
        recognition.CallsItself is { } released
            ? $"not in the catalogue; it calls itself {released.Id}, but its bytes differ: a private build, or a damaged copy"
            : "not in the catalogue";

    public static JsonObject ToJson(ImageRecognition recognition)
    {
        var image = recognition.Image;
        var json = new JsonObject
        {
            ["name"] = image.File.Name,
            ["format"] = Word(image.File.Format),
            ["fileSize"] = image.File.FileLength,
            ["kind"] = Word(image.Kind),
            ["sound"] = image.IsSound,
            ["description"] = image.Description,
            ["certainty"] = Word(recognition.Certainty),
        };
        if (image.Family is { } family)
        {
            json["family"] = BootloaderCatalog.FamilyName(family);
        }

        if (image.Sha256 is { } hash)
        {
            json["size"] = image.File.Content.Length;
            json["sha256"] = hash;
        }

        if (image.File.Address is { } address)
        {
            json["address"] = $"0x{address:X8}";
        }

        if (image.ResetVector is { } reset)
        {
            json["initialStack"] = $"0x{image.InitialStack:X8}";
            json["resetVector"] = $"0x{reset:X8}";
        }

        json["catalogue"] = new JsonArray([.. recognition.Entries.Select(e => (JsonNode)e.Id)]);
        if (recognition.CallsItself is { } released)
        {
            json["callsItself"] = released.Id;
        }

        json["facts"] = new JsonArray([.. recognition.Facts.Select(f => (JsonNode)new JsonObject
        {
            ["name"] = f.Name,
            ["value"] = f.Value,
            ["certainty"] = Word(f.Certainty),
            ["evidence"] = f.Evidence,
        })]);
        return json;
    }

    public static string Describe(CatalogEntry entry) => entry switch
    {
        { Variant: { } variant } => $"{entry.Id} (a variant: {variant})",
        { SimulatedOnly: true } => $"{entry.Id} (for simulated boards; a real one refuses it)",
        { Kind: ImageKind.Bootloader, Current: false } => $"{entry.Id} (kept to recognise it, not to install it)",
        _ => entry.Id,
    };

    private static string Line(string label, string text) => label.PadRight(LabelWidth) + text;

    private static string Word<T>(T value)
        where T : struct, Enum => CliError.CamelCase(value.ToString());
}
