using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot bundle import</c>: imports the user's own files.</summary>
internal static class BundleImportCommand
{
    public static Command Build()
    {
        var path = new Argument<string>(
            "FILE|DIR")
        { Description = "An image, or a folder of images such as a clone of the archive" };
        var name = new Option<string?>("--name") { Description = "Keep a file outside the catalogue as own/NAME", HelpName = "NAME" };
        var approved = JobCommand.Lock();
        var command = new Command("import",
            "Identify images that you have and copy them into the store\n\nExamples:\n  vescboot bundle import generic.bin\n "
                + " vescboot bundle import ~/vesc_fw_archive\n  vescboot bundle import mine.hex --name mine") { path, name, approved };
        return OfflineCommand.Define(command, "bundle import", (run, cancellationToken) =>
        {
            var import = new BundleImport(BundleCommand.Store(), ImageCatalog.Shipped, JobCommand.Approved(run.Parsed.GetValue(approved)));
            string given = run.Parsed.GetRequiredValue(path);
            return Task.FromResult(Directory.Exists(given)
                ? TakeFolder(import, given, run.Parsed.GetValue(name), cancellationToken)
                : TakeFile(import, given, run.Parsed.GetValue(name)));
        }, onlyTells: false);
    }

    private static Outcome TakeFile(BundleImport import, string path, string? name)
    {
        var taken = import.TakeFile(path, name);
        return new Outcome
        {
            Lines = [.. ImageReport.ToLines(taken.Recognition), $"stored as  {taken.Id}"],
            More = new() { ["imported"] = new JsonArray((JsonNode)taken.Id!), ["image"] = ImageReport.ToJson(taken.Recognition) },
        };
    }

    private static Outcome TakeFolder(BundleImport import, string folder, string? name, CancellationToken cancellationToken)
    {
        if (name is not null)
        {
            throw new CliException(CliError.Usage("--name is for one file, not for a folder", "vescboot bundle import FILE --name NAME"));
        }

        var ids = new List<string>();
        var unknown = new List<string>();
        var unreadable = new List<string>();
        int others = 0;
        var missing = import.TakeFolder(
            folder,
            file =>
            {
                if (file.Id is { } id)
                {
                    ids.Add(id);
                }
                else if (file.Unreadable is { } e)
                {
                    unreadable.Add(e.Message);
                }
                else if (file.Recognition.Image.IsSound)
                {
                    unknown.Add(Path.GetRelativePath(folder, file.Path));
                }
                else
                {
                    others++;
                }
            },
            cancellationToken);
        return new Outcome(missing.Count > 0 ? Incomplete(folder, missing) : ids.Count > 0 ? null : CliError.OfTable(
            "nothingRecognised", $"{folder} holds no image of the catalogue",
            unknown.Count > 0 ? Advice.KeepAsOwn(Path.Combine(folder, unknown[0])) : null))
        {
            Lines =
            [
                .. unknown.Select(u => $"{u} is not in the catalogue; left out (--name keeps a single file)"),
                .. unreadable.Select(u => $"{u}; left out"),
                $"{ids.Count} stored, {unknown.Count} not in the catalogue, {others + unreadable.Count} other files",
            ],
            More = new()
            {
                ["imported"] = new JsonArray([.. ids.Select(i => (JsonNode)i)]),
                ["unknown"] = new JsonArray([.. unknown.Select(u => (JsonNode)u)]),
                ["unreadable"] = new JsonArray([.. unreadable.Select(u => (JsonNode)u)]),
                ["missing"] = new JsonArray([.. missing.Select(m => (JsonNode)m)]),
                ["otherFiles"] = others,
            },
        };
    }

    private static CliError Incomplete(string folder, IReadOnlyList<string> missing) => CliError.OfTable(
        "imageMissing",
        $"{folder} is incomplete: its list {BundleExport.Manifest} names "
            + $"{missing[0]}{(missing.Count > 1 ? $" and {missing.Count - 1} more" : "")}, not there",
        ErrorTable.Of("manifestUnreadable").Spoken);
}
