using System.CommandLine;
using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Jobs;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot install</c>: put a bootloader on a board that has none.</summary>
internal static class InstallCommand
{
    public static Command Build()
    {
        var image = JobCommand.Image("A raw .bin file of the bootloader");
        var method = JobCommand.Method();
        var replace = new Option<bool>("--replace") { Description = "Exchange what is in the sector; it is saved to a file first" };
        var save = new Option<string?>("--save") { Description = "Where --replace saves the old content (default: a new file in the state directory)", HelpName = "FILE" };
        var assumeAbsent = new Option<bool>("--assume-absent") { Description = "Where it cannot be told whether a bootloader is there, take it that none is (exit 13 at best: nothing can verify it)" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Look and plan only; not one byte that changes the board" };
        var command = new Command("install", "Put a bootloader on a board that has none: look, write, read back\n\nExamples:\n  vescboot install --image generic.bin\n  vescboot install --image generic.bin --dry-run\n  vescboot install --image generic.bin --replace --save old.bin\n  vescboot install --port sim://        a simulated board, nothing to lose")
        {
            image, method, replace, save, assumeAbsent, dryRun,
        };
        return BoardCommand.Define(
            command,
            run => JobCommand.Load(run.Parsed.GetValue(image)) ?? (run.IsSimulated ? DemoImage.Load() : null),
            async (run, loaded, board, cancellationToken) =>
            {
                var options = new InstallOptions
                {
                    Image = loaded ?? throw NoImage(board),
                    Method = run.Parsed.GetValue(method),
                    Replace = run.Parsed.GetValue(replace),
                    AssumeAbsent = run.Parsed.GetValue(assumeAbsent),
                    DryRun = run.Parsed.GetValue(dryRun),
                    Save = content => SavedSector.Write(run.Parsed.GetValue(save), board.Identity, content),
                };
                return JobCommand.OutcomeOf(run, await InstallBootloader.RunAsync(board, run.Options(options), run.Surroundings(cancellationToken), cancellationToken).ConfigureAwait(false));
            });
    }

    private static ImageRejectedException NoImage(Board board)
    {
        var catalogue = BootloaderCatalogue.Shipped;
        var choice = catalogue.ChooseFor(board.Identity.Hardware);
        return new ImageRejectedException(
            "imageMissing",
            $"no image was given; for {board.Identity.Hardware ?? "this hardware"} the catalogue names {choice.Id} ({choice.Size} bytes, SHA-256 {choice.Sha256[..16]}…)",
            $"get {choice.Path} of {catalogue.Source.Repository} at {choice.Commit?[..8]}, and give it with --image FILE");
    }
}
