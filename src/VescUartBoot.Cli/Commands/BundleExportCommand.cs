using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot bundle export</c>: exports a store to a stick, for benches without a network.</summary>
internal static class BundleExportCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder; it is created" };
        var words = new Argument<string[]>("WHAT")
        {
            Description = "bootloaders, a version, an id or a hash (default: all)",
            Arity = ArgumentArity.ZeroOrMore
        };
        var command = new Command("export",
            $"Copy images from the store to a folder, with {BundleExport.Manifest}, for bundle import, fetch --from or "
                + "--lock\n\nExamples:\n  vescboot bundle export /media/stick/vesc\n  vescboot bundle export approved bootloaders "
                + "7.00/60_MK6") { folder, words };
        return OfflineCommand.Define(command, "bundle export", run =>
        {
            string target = run.Parsed.GetRequiredValue(folder);
            var chosen = run.Parsed.GetValue(words) is { Length: > 0 } given
                ? BundleCommand.Select(given).Select(e => e.Id).ToHashSet(StringComparer.Ordinal)
                : null;
            var ids = BundleExport.Write(
                BundleCommand.Store(),
                ImageCatalog.Shipped,
                target,
                chosen is null ? null : chosen.Contains,
                message => run.Output.Report(new JobEvent.Warned("storeDamaged", message)));
            string[] wanted = run.Parsed.GetValue(words) ?? [];
            return new Outcome(ids.Count > 0 ? null : CliError.OfTable(
                "imageMissing", $"nothing of that is in the store {BundleCommand.Store().Folder}; nothing was written",
                Advice.Fetch(wanted)))
            {
                Lines = ids.Count > 0
                    ? [$"{ids.Count} {(ids.Count == 1 ? "image" : "images")} and {BundleExport.Manifest} written to {target}"]
                    : [],
                More = new() { ["folder"] = Path.GetFullPath(target), ["exported"] = new JsonArray([.. ids.Select(i => (JsonNode)i)]) },
            };
        }, onlyTells: false);
    }
}
