using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot bundle fetch</c>: fetches images into the store.</summary>
internal static class BundleFetchCommand
{
    public static Command Build()
    {
        var words = new Argument<string[]>("WHAT")
        {
            Description = "bootloaders, a version, a version with a hardware name, an id or a hash.\ndefault: bootloaders",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var from = new Option<string?>("--from")
        {
            Description =
            "A mirror, a clone of the archive or an export.\ndefault: the pinned origin",
            HelpName = "URL|DIR"
        };
        var forBoard = new Option<bool>("--for-board")
        {
            Description =
            "The connected board's bootloader and firmware.\nof the versions named; default: the newest"
        };
        var approved = JobCommand.Lock();
        var command = new Command("fetch",
            "Download images into the store, over HTTPS from the pinned origin; a file that does not match its hash "
                + "is discarded\n\nExamples:\n  vescboot bundle fetch\n  vescboot bundle fetch 7.00/60_MK6 bootloaders\n  vescboot bundle "
                + "fetch --for-board\n  vescboot bundle fetch 7.00 --from ~/vesc_fw_archive")
        {
            words, from, forBoard, approved,
        };
        return OfflineCommand.Define(
            command,
            "bundle fetch",
            async (run, cancellationToken) =>
            {
                string[] named = run.Parsed.GetValue(words) ?? [];
                var origin = ImageOrigin.Parse(run.Parsed.GetValue(from));
                var supply = new ImageProvider(BundleCommand.Store(), JobCommand.Approved(run.Parsed.GetValue(approved)));
                var entries = run.Parsed.GetValue(forBoard)
                    ? ForBoard(named, await run.IdentifyAsync(cancellationToken).ConfigureAwait(false))
                    : BundleCommand.Select(named.Length > 0 ? named : [ImageCatalog.BootloadersWord]);
                return await FetchAsync(run, entries, words, supply, origin, cancellationToken).ConfigureAwait(false);
            },
            mayAskBoard: true,
            onlyTells: false);
    }

    private static IReadOnlyList<CatalogEntry> ForBoard(string[] versions, VescUartBoot.Boards.BoardIdentity board)
    {
        if (board is not { Family: VescUartBoot.Chip.BoardFamily.Vesc, Hardware: { } hardware })
        {
            throw new ImageRejectedException("imageUnknown", $"the board ({HumanOutput.Describe(board)}) is none whose images are known");
        }

        return
        [
            ImageCatalog.Shipped.EntryOf(BootloaderCatalog.Shipped.ChooseFor(hardware)),
            .. BundleCommand.Select(
                (versions.Length > 0 ? versions : [ImageCatalog.Shipped.Firmware.Newest]).Select(v => $"{v}/{hardware}")),
        ];
    }

    private static async Task<Outcome> FetchAsync(
        OfflineCommand run, IReadOnlyList<CatalogEntry> entries, Argument<string[]> words, ImageProvider supply, ImageOrigin origin,
        CancellationToken cancellationToken)
    {
        var options = new FetchOptions();
        using var client = ImageFetcher.CreateClient();
        var result = await new BundleFetch(supply, new ImageFetcher(client, options, TimeProvider.System), origin, options.AtOnce)
            .RunAsync(entries, new FetchReport(run.Output), cancellationToken).ConfigureAwait(false);
        return new Outcome(ErrorOf(result.Failures, run.Parsed.GetValue(words) ?? []))
        {
            Lines =
            [
                .. entries.Count <= 10 ? result.Fetched.Select(e => $"fetched {e.Id}, {e.Size} bytes") : [],
                $"{result.Fetched.Count} fetched, {result.AlreadyHere.Count} already here, {result.Failures.Count} not available; store "
                    + $"{supply.Store.Folder}",
            ],
            More = new()
            {
                ["store"] = supply.Store.Folder,
                ["fetched"] = Ids(result.Fetched),
                ["alreadyHere"] = Ids(result.AlreadyHere),
                ["failed"] =
                    new JsonArray(
                        [
                            .. result.Failures.Select(
                                f => (JsonNode)new JsonObject { ["id"] = f.Entry.Id, ["code"] = f.Reason.Code,
                                    ["message"] = f.Reason.Message })]),
            },
        };
    }

    private static CliError? ErrorOf(IReadOnlyList<(CatalogEntry Entry, ImageRejectedException Reason)> failures, string[] words)
    {
        if (failures.Count == 0)
        {
            return null;
        }

        var first = failures[0].Reason;
        string more = failures.Count > 1 ? $" (and {failures.Count - 1} more)" : "";
        var error = CliError.Of(first);
        string? next = failures.Count > 1 && words.Length > 0
            ? error.Next?.Replace($"fetch {failures[0].Entry.Id} ", $"fetch {string.Join(' ', words.Select(Advice.Quoted))} ",
                StringComparison.Ordinal)
            : error.Next;
        return error with { BoardState = null, Message = first.Message + more, Next = next };
    }

    private static JsonArray Ids(IEnumerable<CatalogEntry> entries) => new([.. entries.Select(e => (JsonNode)e.Id)]);
}
