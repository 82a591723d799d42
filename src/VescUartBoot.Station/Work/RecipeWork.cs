using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Hosting.State;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.IO;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;
using VescUartBoot.Station.Ports;
using VescUartBoot.Station.Recipes;

namespace VescUartBoot.Station.Work;

/// <summary>Does with one board what the recipe says: bootloader, firmware, settings, in this order.</summary>
/// <param name="board">The board.</param>
/// <param name="port">Its port.</param>
/// <param name="bench">Folders and recipe.</param>
/// <param name="progress">Receives the events.</param>
internal sealed class RecipeWork(Board board, BenchPort port, BenchOptions bench, IProgress<JobEvent> progress) : IDisposable
{
    private readonly LazyFetcher _fetcher = new();
    private readonly List<JobResult> _steps = [];
    private readonly List<(RecipeSettings File, int Changed)> _settings = [];
    private readonly List<string> _evidence = [];
    private FirmwareImage? _running;
    private bool _isOtherBuild;

    private RestartOptions Restart => new() { OtherPorts = port.OthersAsync };

    // Flash of old firmware cannot be read; the new one shows what is there.
    private static bool IsToldByNewFirmware(JobResult result) =>
        result.Failure?.Code is FailureCode.BootloaderUnknown or FailureCode.FlashUnreadable or FailureCode.EraseUnsupported;

    /// <summary>Looks at a board where there is no recipe: nothing is written.</summary>
    public async Task<WorkResult> LookAsync(CancellationToken stop)
    {
        var look = new CheckOptions { Method = CheckMethod.Passive, Progress = progress, Command = "check" };
        return End(Judge("check", await board.CheckBootloaderAsync(look, stop).ConfigureAwait(false)));
    }

    /// <summary>Does what a rule says.</summary>
    public async Task<WorkResult> RunAsync(LoadedRecipe loaded, BoardRule rule, CancellationToken stop)
    {
        var problem = await BootloaderAsync(loaded, rule, stop).ConfigureAwait(false);
        bool isOpen = problem is not null && rule.NamesFirmware && IsToldByNewFirmware(_steps[^1]);
        if (problem is not null && !isOpen)
        {
            return End(problem);
        }

        if (rule.NamesFirmware)
        {
            problem = await FirmwareAsync(loaded, rule, stop).ConfigureAwait(false)
                ?? (isOpen ? await BootloaderAsync(loaded, rule, stop).ConfigureAwait(false) : null);
        }

        foreach (string file in problem is null ? rule.SettingsFiles : [])
        {
            problem ??= await SettingsAsync(loaded, rule, loaded.Settings[file], stop).ConfigureAwait(false);
        }

        return End(problem);
    }

    /// <inheritdoc/>
    public void Dispose() => _fetcher.Dispose();

    private async Task<SpokenError?> BootloaderAsync(LoadedRecipe loaded, BoardRule rule, CancellationToken stop)
    {
        if (rule.Bootloader == BoardRule.Keep)
        {
            var check = Options(new CheckOptions { Method = MethodOf(loaded), MinVoltage = rule.MinVoltage }, loaded, rule, "check");
            return Judge("check", await board.CheckBootloaderAsync(check, stop).ConfigureAwait(false));
        }

        var options = Options(Bootloader(loaded, rule), loaded, rule, "install");
        var result = await board.InstallBootloaderAsync(options, stop).ConfigureAwait(false);
        if (!IsThereAlready(result, loaded.Images.GetValueOrDefault(rule.Bootloader)?.Sha256))
        {
            return Judge("install", result);
        }

        _steps.Add(result with { Verified = result.Before!.Method });
        return null;
    }

    private InstallOptions Bootloader(LoadedRecipe loaded, BoardRule rule)
    {
        var named = loaded.Images.GetValueOrDefault(rule.Bootloader);
        return new InstallOptions
        {
            Image = named?.Image ?? (named is null ? port.SimulatedImage : null),
            Choice = new BootloaderResolver(ImageCatalog.Shipped, new ImageProvider(bench.Store, loaded.Approved))
            {
                Named = named?.Entry,
                Fetcher = loaded.Recipe.AllowFetch ? _fetcher.Get : null,
                Observer = new FetchReport(progress),
            },
            Method = MethodOf(loaded),
            Replace = rule.Replace,
            MinVoltage = rule.MinVoltage,
            Save = Save,
        };
    }

    // A known bootloader that was there before is what the recipe wants, unless it names another one.
    private static bool IsThereAlready(InstallResult result, string? wanted) =>
        result is { Failure.Code: FailureCode.BootloaderPresent, Before.Content: { Kind: SectorContentKind.Known } content }
            && (wanted is null || content.Sha256 == wanted);

    private async Task<SpokenError?> FirmwareAsync(LoadedRecipe loaded, BoardRule rule, CancellationToken stop)
    {
        var firmware = loaded.Firmware[rule.Firmware];
        bool mayRun = firmware.Version is not { } version || version == board.Identity.Firmware;
        if (mayRun && firmware.Image is { } image && await IsRunningAsync(loaded, rule, image, stop).ConfigureAwait(false))
        {
            _running = image;
            _evidence.Add($"firmware {board.Identity.Firmware} was there already: all its bytes are those of {image.Name}");
            return null;
        }

        var options = Options(
            new UpgradeOptions
            {
                Target = firmware.Target,
                Firmware = Firmware(loaded),
                Bootloader = Bootloader(loaded, rule),
                AllowDowngrade = rule.AllowDowngrade,
                Reinstall = _isOtherBuild,
                Settings = rule.Settings is [BoardRule.Defaults] ? SettingsMode.Defaults : SettingsMode.Merge,
                Accepted = rule.Accept.ToHashSet(StringComparer.Ordinal),
                Keep = backup => BackupFolder.Write(bench.State.Backups, backup),
                LoadKept = BackupFolder.Load,
                Method = MethodOf(loaded),
                MinVoltage = rule.MinVoltage ?? BoardRule.VoltsForFirmware,
                Restart = Restart,
            }, loaded, rule, "upgrade");
        var result = await board.UpgradeFirmwareAsync(options, stop).ConfigureAwait(false);
        if (Judge("upgrade", result) is { } problem)
        {
            return problem;
        }

        _evidence.AddRange(result.Upgrade!.Evidence);
        if (result.Upgrade.Verdict != UpgradeVerdict.AlreadyThere)
        {
            return OpenSettings(loaded, rule, result);
        }

        _evidence.Add($"firmware {board.Identity.Firmware} was there already: only its version was compared");
        return null;
    }

    // A simulated board takes an image that is made for it, and no other board takes that one.
    private IFirmwareProvider Firmware(LoadedRecipe loaded)
    {
        var released = new FirmwareResolver(ImageCatalog.Shipped, new ImageProvider(bench.Store, loaded.Approved))
        {
            Fetcher = loaded.Recipe.AllowFetch ? _fetcher.Get : null,
            Observer = new FetchReport(progress),
        };
        return port.SimulatedImage is null ? released : new SimulatedFirmware(released);
    }

    // The same version may be another build. Where the flash cannot be read, the upgrade meets the same reason and tells it.
    private async Task<bool> IsRunningAsync(LoadedRecipe loaded, BoardRule rule, FirmwareImage image, CancellationToken stop)
    {
        byte[] flash = [];
        var options = Options(
            new DumpOptions
            {
                Range = FlashMap.Application,
                Method = MethodOf(loaded),
                Save = content =>
                {
                    flash = content.ToArray();
                    return "memory";
                },
            }, loaded, rule, "check");
        var result = await board.DumpFlashAsync(options, stop).ConfigureAwait(false);
        _isOtherBuild = result.Failure is null && ApplicationCheck.CountDifferences(flash, image.Content.Span) > 0;
        return result.Failure is null && !_isOtherBuild;
    }

    // A setting that a file of the recipe gives is decided by it.
    private static SpokenError? OpenSettings(LoadedRecipe loaded, BoardRule rule, UpgradeResult result)
    {
        if (rule.Settings is [BoardRule.Defaults])
        {
            return null;
        }

        if (result.Upgrade!.Settings is not { AllRestored: true } settings)
        {
            return BenchWords.SettingsOpen("the new firmware runs, and the settings of before could not be carried over");
        }

        var given = rule.SettingsFiles.SelectMany(f => loaded.Settings[f].Content.Values.Keys).ToHashSet(StringComparer.Ordinal);
        return OpenOnes(settings.Parts.SelectMany(p => p.Settings).Where(o => !given.Contains(o.Name)));
    }

    private static SpokenError? OpenOnes(IEnumerable<SettingOutcome> outcomes)
    {
        string[] open =
        [
            .. outcomes.Where(o => o.Fate == SettingFate.NeedsPerson
                || o is { Fate: SettingFate.Dropped, OwnerSet: true, Accepted: false }).Select(o => o.Name).Distinct(),
        ];
        return open.Length == 0 ? null : BenchWords.SettingsOpen($"settings have no sure equivalent: {string.Join(", ", open)}");
    }

    private async Task<SpokenError?> SettingsAsync(LoadedRecipe loaded, BoardRule rule, RecipeSettings file, CancellationToken stop)
    {
        var options = Options(
            new ChangeSettingsOptions
            {
                Input = new SettingsInput.File(file.Content) { Accepted = rule.Accept.ToHashSet(StringComparer.Ordinal) },
                MinVoltage = rule.MinVoltage,
                Restart = Restart,
            }, loaded, rule, "settings import");
        var result = await board.ChangeSettingsAsync(options, stop).ConfigureAwait(false);
        if (Judge("settings import", result) is { } problem)
        {
            return problem;
        }

        _settings.Add((file, result.Changes.Count));
        _evidence.Add($"settings of {file.Name}: {result.Changes.Count} changed, all read back");
        return OpenOnes(result.Translation!.NeedsPerson);
    }

    private SpokenError? Judge(string command, JobResult result)
    {
        _steps.Add(result);
        return result.Failure is { } failure ? SpokenError.Of(failure, () => Advice.For(command, port.Name, failure, result)) : null;
    }

    private WorkResult End(SpokenError? problem) => new(_steps, problem) { Settings = _settings, Evidence = _evidence, Running = _running };

    private static CheckMethod MethodOf(LoadedRecipe loaded) => loaded.Recipe.AllowReadback ? CheckMethod.Auto : CheckMethod.Passive;

    private T Options<T>(T options, LoadedRecipe loaded, BoardRule rule, string command)
        where T : JobOptions => options with
        {
            Progress = progress,
            Journal = new FileJournal(bench.State.Unfinished, TimeProvider.System),
            Command = command,
            Confirm = (question, _) => ValueTask.FromResult(question switch
            {
                JobQuestion.OpenReadPath or JobQuestion.UndoLeftover => loaded.Recipe.AllowReadback,
                JobQuestion.Replace => rule.Replace,
                JobQuestion.Fetch => loaded.Recipe.AllowFetch,
                JobQuestion.Upgrade => rule.NamesFirmware,
                JobQuestion.ChangeSettings => rule.SettingsFiles.Count > 0,
                _ => false,
            }),
        };

    private string Save(ReadOnlyMemory<byte> content) => NewFile.Write(
        Path.Combine(bench.State.Sectors, $"{board.Identity.Uuid?.ToString() ?? "board"}-{Guid.CreateVersion7():N}.bin"), content);
}
