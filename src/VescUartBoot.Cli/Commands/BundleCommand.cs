using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot bundle</c>: the catalogue of known images and the local store of their bytes.</summary>
internal static class BundleCommand
{
    public static CommandDefinition Word { get; } = new("bundle", "Known images: list, fetch, import, verify",
        Build);

    private static Command Build(CommandDefinition word) => new(word.Name, word.Says)
    {
        BuildList(), BuildShow(), BundleFetchCommand.Build(), BundleImportCommand.Build(), BundleExportCommand.Build(), BuildVerify(),
        BuildPath(), BundleIndexCommand.Build(),
    };

    /// <summary>The local store of this user.</summary>
    public static ImageStore Store() => new(StoreLocation.Find());

    /// <summary>Returns the images named by words.</summary>
    /// <exception cref="ImageRejectedException">A word names no image.</exception>
    public static IReadOnlyList<CatalogEntry> Select(IEnumerable<string> words) => [.. words.SelectMany(Select)];

    private static IReadOnlyList<CatalogEntry> Select(string word) =>
        ImageCatalog.Shipped.Select(word) is { Count: > 0 } found ? found
        : FindOwn(word) is { Count: > 0 } own ? own
        : throw Unknown(word);

    private static List<CatalogEntry> FindOwn(string word)
    {
        bool named = word.StartsWith(UserImageName.Prefix, StringComparison.OrdinalIgnoreCase);
        return !named && !ImageCatalog.LooksLikeHash(word) ? []
            : [.. UserImages.List(Store(), ImageCatalog.Shipped)
                .Where(e => named ? string.Equals(e.Id, word, StringComparison.OrdinalIgnoreCase)
                    : e.Sha256.StartsWith(word, StringComparison.OrdinalIgnoreCase))];
    }

    private static ImageRejectedException Unknown(string word)
    {
        var versions = ImageCatalog.Shipped.Firmware.Versions.Keys;
        string[] parts = word.Split('/', 2);
        return new ImageRejectedException(
            "imageUnknown",
            parts.Length == 2 && versions.Contains(parts[0])
                ? $"version {parts[0]} has no image for {parts[1]}"
                : $"'{word}' names no image of the catalogue")
        {
            Id = word,
        };
    }

    private static Command BuildList()
    {
        var words = new Argument<string[]>("WHAT")
        {
            Description = "bootloaders, a version, an id or a hash (default: a summary)",
            Arity = ArgumentArity.ZeroOrMore
        };
        var hardware = new Option<string?>("--hardware") { Description = "Only images for this hardware", HelpName = "NAME" };
        var here = new Option<bool>("--here") { Description = "Only images in the store" };
        var command = new Command("list",
            "List the known images and which are in the store\n\nExamples:\n  vescboot bundle list\n  vescboot bundle list "
                + "7.00\n  vescboot bundle list --hardware 60_MK6 --here") { words, hardware, here };
        return OfflineCommand.Define(command, "bundle list", run => BundleReport.List(
            ImageCatalog.Shipped,
            Store(),
            run.Parsed.GetValue(words) is { Length: > 0 } given ? Select(given) : null,
            run.Parsed.GetValue(hardware),
            run.Parsed.GetValue(here)));
    }

    private static Command BuildShow()
    {
        var word = new Argument<string>("WHAT") { Description = "An id, a version with a hardware name, or a hash" };
        var command = new Command("show",
            "Show everything known about an image\n\nExamples:\n  vescboot bundle show vesc/generic-2022-12-08\n  vescboot bundle show "
                + "7.00/60_MK6\n  vescboot bundle show 91d4e2e0") { word };
        return OfflineCommand.Define(command, "bundle show", run =>
        {
            var entries = Select([run.Parsed.GetRequiredValue(word)]);
            var store = Store();
            return new Outcome
            {
                Lines = [.. entries.SelectMany(e => BundleReport.Details(e, store))],
                More = new() { ["images"] = new JsonArray([.. entries.Select(e => (JsonNode)BundleReport.ToJson(e, store))]) },
            };
        });
    }

    private static Command BuildVerify()
    {
        var command = new Command("verify",
            "Check the hash of each image in the store; damaged files are moved aside (exit 7: there were some)\n\nExamples:\n  vescboot "
                + "bundle verify");
        return OfflineCommand.Define(command, "bundle verify", _ =>
        {
            var store = Store();
            store.Tidy(TimeProvider.System);
            var images = store.List();
            var damaged = images.Select(i => (Image: i, Reading: store.Read(i.Sha256))).Where(r => r.Reading.MovedTo is not null).ToList();
            int sound = images.Count - damaged.Count;
            return new Outcome(damaged.Count == 0 ? null : CliError.OfTable(
                "storeDamaged",
                $"{damaged.Count} of {images.Count} files were damaged and were moved to "
                    + $"{Path.GetDirectoryName(damaged[0].Reading.MovedTo)}",
                Advice.GetAgain([.. damaged.Select(d => BundleExport.IdsOf(d.Image, ImageCatalog.Shipped)[0])])))
            {
                Lines = [$"{sound} of {images.Count} files in {store.Folder} are sound"],
                More = new() { ["sound"] = sound, ["damaged"] = new JsonArray([.. damaged.Select(d => (JsonNode)d.Image.Sha256)]) },
            };
        }, onlyTells: false);
    }

    private static Command BuildPath()
    {
        var word = new Argument<string?>("WHAT")
        {
            Description = "An id or a hash (default: the store itself)",
            Arity = ArgumentArity.ZeroOrOne
        };
        var command = new Command("path",
            "Print the path of the store or of an image (exit 7: not in the store)\n\nExamples:\n  vescboot bundle path\n  vescboot "
                + "bundle path 7.00/60_MK6") { word };
        return OfflineCommand.Define(command, "bundle path", run =>
        {
            var store = Store();
            string path = run.Parsed.GetValue(word) is not { } given ? store.Folder
                : Select([given])[0] is var entry && store.Read(entry.Sha256).Content is not null ? store.PathOf(entry.Sha256)
                : throw new ImageRejectedException("imageMissing", $"{entry.Id} is not in the store {store.Folder}") { Id = entry.Id };
            return new Outcome { Lines = [path], More = new() { ["path"] = path } };
        });
    }
}
