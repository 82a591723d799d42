using System.Text.Json.Nodes;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Images;

namespace VescUartBoot.Cli.Output;

/// <summary>Catalogue and store, for a person and for a script.</summary>
internal static class BundleReport
{
    private const int LabelWidth = 11;
    private const string Here = "here";

    /// <summary>Lists the known and the stored images.</summary>
    public static Outcome List(ImageCatalog catalogue, ImageStore store, IReadOnlyList<CatalogEntry>? chosen, string? hardware,
        bool hereOnly)
    {
        var stored = store.List();
        var hashes = stored.Select(s => s.Sha256).ToHashSet(StringComparer.Ordinal);
        var entries = (chosen ?? catalogue.All).Where(e => (hardware is null || e.Serves(hardware))
            && (!hereOnly || hashes.Contains(e.Sha256))).ToList();
        var own = chosen is null ? UserImages.List(store, catalogue).Where(e => hardware is null || e.Serves(hardware)).ToList() : [];
        bool summary = chosen is null && hardware is null && !hereOnly;
        List<string> lines = summary ? [.. Summary(entries, hashes)] : [];
        List<string[]> rows = [.. summary ? [] : entries.Select(e => Row(e, hashes.Contains(e.Sha256))),
            .. own.Select(e => Row(e, here: true))];
        if (rows.Count > 0)
        {
            lines.AddRange(Table.Of(["id", "bytes", "store", "SHA-256"], rows, Terminal.OutputWidth()));
        }

        if (lines.Count == 0)
        {
            lines.Add(hereOnly ? "nothing of that is here"
                : hardware is null ? "nothing of that is known" : $"nothing of that is known for {hardware}");
        }

        lines.Add($"{hashes.Count} in the store {store.Folder}");
        return new Outcome
        {
            Lines = lines,
            More = new()
            {
                ["store"] = store.Folder,
                ["images"] = new JsonArray([.. entries.Select(e => (JsonNode)ToJson(e, store))]),
                ["own"] = new JsonArray(
                    [.. own.Select(o => (JsonNode)new JsonObject { ["id"] = o.Id, ["size"] = o.Size, ["sha256"] = o.Sha256 })]),
            },
        };
    }

    /// <summary>Describes one image in full.</summary>
    public static IEnumerable<string> Details(CatalogEntry entry, ImageStore store)
    {
        yield return Label("id", entry.Id);
        yield return Label("is",
            $"{Kind(entry)}"
                + $"{(entry.Variant is { } variant ? $", the variant {variant}: taken only if the board runs it, or by --variant" : "")}");
        if (UserImages.IsOwn(entry))
        {
            yield return Label("catalogue", "not in the catalogue: nothing is known of it but what its bytes say");
        }

        if (entry.Hardware.Count > 0)
        {
            yield return Label("hardware", entry.Serves("*") ? "any of its family" : string.Join(", ", entry.Hardware));
        }

        if (entry.Kind == ImageKind.Bootloader && !entry.Current && !UserImages.IsOwn(entry))
        {
            yield return Label("kept", entry.Id == DemoImage.Id ? "for simulated boards; a real one refuses it"
                : "to recognise it on a board, not to install it");
        }

        yield return Label("content", $"{entry.Size} bytes, SHA-256 {entry.Sha256}");
        yield return Label("origin",
            entry.Origin?.AbsoluteUri ?? (UserImages.IsOwn(entry) ? entry.Source.Repository : "none: it is built into the tool"));
        yield return Label("licence", entry.Source.Licence);
        yield return Label("store", store.Has(entry.Sha256) ? store.PathOf(entry.Sha256) : "not here");
    }

    public static JsonObject ToJson(CatalogEntry entry, ImageStore store)
    {
        var json = new JsonObject
        {
            ["id"] = entry.Id,
            ["kind"] = CliError.CamelCase(entry.Kind.ToString()),
            ["family"] = BootloaderCatalog.FamilyName(entry.Family),
            ["size"] = entry.Size,
            ["sha256"] = entry.Sha256,
            [Here] = store.Has(entry.Sha256),
            ["hardware"] = new JsonArray([.. entry.Hardware.Select(h => (JsonNode)h)]),
            ["licence"] = entry.Source.Licence,
        };
        foreach (var (name, value) in new[] { ("version", entry.Version), ("variant", entry.Variant),
            ("origin", entry.Origin?.AbsoluteUri) })
        {
            if (value is not null)
            {
                json[name] = value;
            }
        }

        return json;
    }

    private static IEnumerable<string> Summary(IEnumerable<CatalogEntry> entries, HashSet<string> hashes) => Table.Of(
        ["version", "known", "in the store"],
        [.. entries.GroupBy(e => e.Version ?? ImageCatalog.BootloadersWord)
            .Select(g => new[] { g.Key, $"{g.Count()}", $"{g.Count(e => hashes.Contains(e.Sha256))}" })],
        int.MaxValue);

    private static string[] Row(CatalogEntry entry, bool here) =>
        [entry.Id, $"{entry.Size}", here ? Here : "-", $"{entry.Sha256[..16]}{(UserImages.IsOwn(entry) ? " (not in the catalogue)" : "")}"];

    private static string Kind(CatalogEntry entry)
    {
        string kind = entry.Kind switch
        {
            ImageKind.Bootloader => "a bootloader",
            ImageKind.Firmware => entry.Version is { } version ? $"firmware {version}" : "a firmware",
            _ => "no image",
        };
        return entry.Family switch
        {
            VescUartBoot.Chip.BoardFamily.Vesc => $"{kind} for a motor controller (STM32F405)",
            VescUartBoot.Chip.BoardFamily.Bms => $"{kind} for a VESC BMS (STM32L4)",
            VescUartBoot.Chip.BoardFamily.Module => $"{kind} for a module with an STM32G431",
            _ => kind,
        };
    }

    private static string Label(string label, string text) => label.PadRight(LabelWidth) + text;
}
