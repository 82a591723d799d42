using System.CommandLine;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.IO;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot bundle index</c>: regenerates the firmware catalogue. For maintainers.</summary>
internal static class BundleIndexCommand
{
    public static Command Build()
    {
        var clone = new Argument<string>("DIR") { Description = "A clone of the archive of firmware images" };
        var commit = new Option<string>("--commit")
        {
            Description = "The commit of the clone, 40 digits",
            HelpName = "SHA",
            Required = true
        };
        var output = new Option<string>("--output") { Description = "The file to write", HelpName = "FILE", Required = true };
        commit.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && (r.Tokens[0].Value.Length != 40 || !r.Tokens[0].Value.All(char.IsAsciiHexDigitLower)))
            {
                r.AddError($"'{r.Tokens[0].Value}' is not a commit: git rev-parse HEAD prints one");
            }
        });
        var command = new Command("index",
            "Write the firmware catalogue from a clone of the archive; for maintainers "
            + "(docs/contributing/adding-a-version.md)\n\nExamples:\n  "
                + "vescboot bundle index vesc_fw_archive --commit \"$(git -C vesc_fw_archive rev-parse HEAD)\" --output "
                + "firmware-bundles/firmware.json") { clone, commit, output };
        return OfflineCommand.Define(command, "bundle index", run =>
        {
            var shipped = FirmwareCatalog.Shipped;
            var catalogue = CatalogIndexer.Read(run.Parsed.GetRequiredValue(clone),
                shipped.Source with { Commit = run.Parsed.GetRequiredValue(commit) }, shipped.About!);
            string path = run.Parsed.GetRequiredValue(output);
            try
            {
                using var file = File.Create(path);
                CatalogIndexer.Write(catalogue, file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException(CliError.Usage($"{path} cannot be written: {IOErrorText.OfWriting(e)}",
                    "name another file with --output"));
            }

            return new Outcome { Lines = [$"{catalogue.Images.Count} images of {catalogue.Versions.Count} versions written to {path}"] };
        }, onlyTells: false);
    }
}
