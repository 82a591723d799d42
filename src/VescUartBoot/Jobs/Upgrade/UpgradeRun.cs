using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>One upgrade on its way.</summary>
internal sealed class UpgradeRun(JobRun session, UpgradeOptions options)
{
    private static readonly TimeSpan _stillFresh = TimeSpan.FromSeconds(2);

    private UpgradeOutcome _outcome = new() { Before = session.Board.Identity.Firmware, After = session.Board.Identity.Firmware };

    private Board Board => session.Board;

    /// <summary>The result so far.</summary>
    public UpgradeResult Result
    {
        get => field with
        {
            Upgrade = _outcome with
            {
                Settings = _outcome.Settings ?? SettingsSoFar,
                Scripts = [.. session.Restored.Where(IsScript)],
            },
        };
        private set;
    } = new() { Board = session.Board.Identity };

    // The settings restored before an interruption.
    private SettingsOutcome? SettingsSoFar => session.Restored.Where(o => !IsScript(o)).ToList() is { Count: > 0 } parts
        ? new SettingsOutcome(parts)
        : null;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Preflight.BeginAsync(session, cancellationToken).ConfigureAwait(false);
        var images = new UpgradeImages(session, options);
        await images.FindTargetAsync(cancellationToken).ConfigureAwait(false);
        if (UpgradeDecision.IsNothingToDo(session, options, images.Target))
        {
            await EndEarlierJobAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        UpgradeDecision.RequireTimeToCopy(session);
        images.RequireWayToStore();
        bool exchanges = false;
        bool byStone = UpgradeRules.GoesByStone(Board.Identity, images.TargetFitsPlain);
        if (byStone)
        {
            UpgradeDecision.RequireReadingOnTheWay(options);
            byStone = images.TryFindSteppingStone();
            exchanges = !byStone && !options.AssumeBootloader && BlindReplacement.IsPossible(Board);
        }

        var finding = await LookAsync(cancellationToken).ConfigureAwait(false);
        if (exchanges && BlindReplacement.IsProved(session))
        {
            (exchanges, finding) = (false, BlindReplacement.Remembered(session.Log.Placed!));
        }

        Result = Result with { Before = finding, After = finding };
        if (await images.RunAlreadyAsync(cancellationToken).ConfigureAwait(false))
        {
            await EndEarlierJobAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var undecided = exchanges ? UpgradeDecision.UndecidedOfExchange(options)
            : finding.Method == DetectionMethod.Jump ? []
            : await UpgradeDecision.RequireBootloaderAsync(session, options, finding).ConfigureAwait(false);

        await images.KeepVariantAsync(cancellationToken).ConfigureAwait(false);

        var stone = byStone ? await images.BringSteppingStoneAsync(cancellationToken).ConfigureAwait(false) : null;
        var target = await images.BringTargetAsync(cancellationToken).ConfigureAwait(false);
        var stoneStored = stone is null ? null : StagedImage.Plain(stone.Image.Content.Span);
        var storing = BeginToStore(target, finding);
        var now = options.DryRun ? null : await BackupSteps.TakeAsync(session, cancellationToken).ConfigureAwait(false);
        await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
        var targetStored = storing.Result;
        await CanReturn.RequireWayBackAsync(session, options, target.Version, cancellationToken).ConfigureAwait(false);
        var plan = UpgradePlanner.Make(session, stone, stoneStored, target, targetStored, finding, undecided, options.Settings,
            now, exchanges);
        _outcome = _outcome with { Plan = plan };
        if (options.DryRun)
        {
            UpgradeDecision.StopDryRun(plan);
        }

        bool repairs = exchanges || stone is not null
            || UpgradePlanner.NeedOf(finding, targetStored.Header.Compressed) != BootloaderNeed.None;
        var bootloader = repairs
            ? await InstallBootloader.ChooseImageAsync(session, options.Bootloader, cancellationToken).ConfigureAwait(false)
            : null;
        if (now is null)
        {
            return;
        }

        if (exchanges)
        {
            await BlindReplacement.RequireConsentAsync(session, options).ConfigureAwait(false);
        }

        long asked = Board.Time.GetTimestamp();
        await UpgradeDecision.RequireConsentAsync(session, plan).ConfigureAwait(false);
        if (Board.Time.GetElapsedTime(asked) > _stillFresh)
        {
            // The user may have changed settings while deciding.
            now = await BackupSteps.TakeAsync(session, cancellationToken).ConfigureAwait(false);
        }

        var (owners, backup) = Keep(now);
        if (stone is not null)
        {
            await BringAsync(stone, stoneStored!, finding, backup, cancellationToken).ConfigureAwait(false);
            finding = await LookAsync(cancellationToken).ConfigureAwait(false);
            Result = Result with { After = finding };
            await UpgradeDecision.RequireBootloaderAsync(session, options, finding).ConfigureAwait(false);
            targetStored = BeginToStore(target, finding).Result;
        }

        if (exchanges)
        {
            finding = await BlindReplacement.RunAsync(session, options, bootloader!, cancellationToken).ConfigureAwait(false);
            Result = Result with { After = finding };
        }

        finding = await MendBootloaderAsync(finding, targetStored, bootloader, cancellationToken).ConfigureAwait(false);
        var last = Board.Identity;
        await BringAsync(target, targetStored, finding, backup, cancellationToken).ConfigureAwait(false);
        await ReadBootloaderAsync(finding).ConfigureAwait(false);
        await RestoreSettingsAsync(owners, backup).ConfigureAwait(false);
        if (Result.Verified != DetectionMethod.Readback)
        {
            UpgradeDecision.RequireOtherVersion(session, target, last);
        }
    }

    // What only a restart has proved so far is read as soon as the firmware can.
    private async Task ReadBootloaderAsync(BootloaderStatus finding)
    {
        if (finding is { Method: DetectionMethod.Jump } && Board.Capabilities.CodeSectors.Count > 0)
        {
            Result = Result with { After = await LookAsync(CancellationToken.None).ConfigureAwait(false) };
            session.Log.Remember(null);
        }
    }

    // Saved content of an earlier job that is not restored stays the backup; the present content is saved in addition if it differs.
    private (BoardBackup Owners, BoardBackup Now) Keep(BoardBackup now)
    {
        var owners = BackupSelection.Load(session, options.LoadKept);
        string? saved = owners is not null && BackupSelection.Covers(owners, now) ? null : BackupSteps.Save(now, options.Keep);
        string folder = session.Log.Find(ChangeKind.Backup)?.KeptIn ?? saved!;
        if (owners is null)
        {
            session.Log.Begin(session.Log.Note(ChangeKind.Backup, BackupSelection.All) with { KeptIn = folder });
        }
        else
        {
            string besides = saved is null ? "" : $"; what it has now is saved in {saved}";
            session.Warn("ownersBackup",
                $"settings and scripts are those from before an earlier run that was interrupted, {folder}{besides}");
        }

        _outcome = _outcome with { KeptIn = folder };
        session.KeptIn = folder;
        owners ??= now;
        session.Touch.CodeKeptIn = owners.Find(BackupPartKind.Qml) is null && owners.Find(BackupPartKind.Lisp) is null ? null : folder;
        session.Report(new JobEvent.Kept(folder));
        return (owners, now);
    }

    private async Task RestoreSettingsAsync(BoardBackup owners, BoardBackup now)
    {
        if (options.Settings != SettingsMode.Defaults)
        {
            var wanted = owners.Find(BackupPartKind.AppConfiguration)?.Configuration;
            await CanReturn.FollowAsync(session, options, wanted is null ? null : BusSettings.Of(wanted),
                CancellationToken.None).ConfigureAwait(false);
            var choice = new SettingsChoice(options.Settings, options.Accepted);
            var settings = await RestoreSteps.RestoreSettingsAsync(
                session, BackupSelection.Fit(owners, now), choice, options.Restart, CancellationToken.None).ConfigureAwait(false);
            _outcome = _outcome with { Settings = settings };
            session.Touch.SettingsLost = !settings.AllRestored;
        }

        UpgradeDecision.RequireSettings(session, options, owners, _outcome);

        // After the restart that proves the settings: a script runs from the next start on, on a board that is set up.
        await ScriptSteps.RestoreAsync(session, owners, options.RestoreScripts, CancellationToken.None, replaced: true)
            .ConfigureAwait(false);
        UpgradeDecision.RequireScripts(session, _outcome);
        BackupSelection.Settle(session, settled: true);
    }

    private static bool IsScript(PartOutcome outcome) => outcome.Part is BackupPartKind.Qml or BackupPartKind.Lisp;

    // The firmware is there. If an earlier interrupted run has installed it, the settings remain to be restored.
    private async Task EndEarlierJobAsync(CancellationToken cancellationToken)
    {
        _outcome = _outcome with { Verdict = UpgradeVerdict.AlreadyThere };
        await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (options is { FollowBaud: true, DryRun: false } && Board.IsBehindCan)
        {
            await CanReturn.FollowAsync(session, options, await BusSettings.ReadAsync(Board, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }

        if (options.DryRun || options.Settings == SettingsMode.Defaults
            || BackupSelection.Load(session, options.LoadKept) is not { } owners)
        {
            return;
        }

        string folder = session.Log.Find(ChangeKind.Backup)!.KeptIn!;
        if (!await session.Options.Confirm(
            JobQuestion.Upgrade,
            "An earlier run has brought the board here and was interrupted. Put back the settings from before it, which are kept "
                + $"in {folder}?").ConfigureAwait(false))
        {
            return;
        }

        var now = await BackupSteps.TakeAsync(session, cancellationToken).ConfigureAwait(false);
        _outcome = _outcome with { KeptIn = folder };
        if (!BackupSelection.Covers(owners, now))
        {
            session.Warn("ownersBackup",
                $"what the board has now is saved in {BackupSteps.Save(now, options.Keep)}, before the settings from {folder} take its "
                    + "place");
        }

        await RestoreSettingsAsync(owners, now).ConfigureAwait(false);
    }

    // The first 8 KB show whether there is a bootloader, and which one.
    private async Task<BootloaderStatus> LookAsync(CancellationToken cancellationToken) =>
        await BootloaderProbe.FindAsync(session, options.Bootloader.Image is { } image ? [image] : [], cancellationToken,
            headSuffices: true).ConfigureAwait(false);

    private BackgroundWork<StagedImage> BeginToStore(UpgradeImage image, BootloaderStatus finding)
    {
        session.Begin(JobPhase.Pack);
        bool unpacks = UpgradePlanner.IsProved(finding) && finding.Content!.Image!.Compression;
        bool slow = Board.Pace.Window == 1;
        return new BackgroundWork<StagedImage>(() => UpgradePlanner.Store(image, options.Compress, slow, unpacks));
    }

    private async Task<BootloaderStatus> MendBootloaderAsync(BootloaderStatus finding, StagedImage stored, BootloaderImage? image,
        CancellationToken cancellationToken)
    {
        if (UpgradePlanner.NeedOf(finding, stored.Header.Compressed) == BootloaderNeed.None)
        {
            return finding;
        }

        if (finding.State != BootloaderState.Absent && session.SectorBefore.Length == 0)
        {
            // The first 8 KB have shown which bootloader it is. The whole sector is replaced, so all of it is saved.
            session.Begin(JobPhase.Check);
            finding = await BootloaderProbe.FindInWholeAsync(session, [], cancellationToken).ConfigureAwait(false);
            session.Report(new JobEvent.Found(finding));
        }

        var placed = await InstallBootloader.PlaceAsync(session, options.Bootloader, image!, finding,
            cancellationToken).ConfigureAwait(false);
        Result = Result with { After = placed };
        return placed;
    }

    private async Task BringAsync(UpgradeImage image, StagedImage stored, BootloaderStatus finding, BoardBackup backup,
        CancellationToken cancellationToken)
    {
        session.Touch.Defused = false;
        var upload = new FirmwareUpload(session, image, stored);
        await upload.RehearseAsync(cancellationToken).ConfigureAwait(false);
        await upload.StageAsync(cancellationToken).ConfigureAwait(false);
        await upload.RequireReadyAsync(cancellationToken).ConfigureAwait(false);

        var before = Board.Identity;
        var returned = await upload.RestartAsync(options.Restart).ConfigureAwait(false);
        int? differences = returned is null ? null : await CompareAsync(image, stored).ConfigureAwait(false);
        var verdict = new FirmwareVerdict(session, image, stored, finding, backup);
        (var word, var cause, var evidence) = await verdict.JudgeAsync(before, returned, differences).ConfigureAwait(false);
        _outcome = _outcome with
        {
            Verdict = word,
            Cause = cause,
            Evidence = [.. _outcome.Evidence, .. evidence],
            After = returned is null ? null : Board.Identity.Firmware,
            Image = image.Image.Name,
            Sha256 = image.Image.Sha256,
            Size = image.Image.Content.Length,
            Compressed = stored.Header.Compressed,
            BytesOnWire = _outcome.BytesOnWire + upload.BytesOnWire,
            Returned = returned?.Elapsed,
        };
        session.Touch.SettingsLost |= word is UpgradeVerdict.Upgraded or UpgradeVerdict.Unexpected;
        if (word is UpgradeVerdict.Upgraded or UpgradeVerdict.NotApplied or UpgradeVerdict.Undecided)
        {
            await ApplicationCheck.DefuseAsync(session, word == UpgradeVerdict.NotApplied).ConfigureAwait(false);
        }

        if (cause == NotAppliedCause.BootloaderMissing && session.Log.Placed is { } placed)
        {
            session.Log.Remember(placed with { Ran = false });
        }

        UpgradeDecision.RequireUpgraded(session, image, _outcome, before);
        Result = Result with { Verified = differences is null ? DetectionMethod.Jump : DetectionMethod.Readback };
        if (finding.State == BootloaderState.Unknown)
        {
            Result = Result with
            {
                After = new BootloaderStatus(BootloaderState.Present, DetectionMethod.Jump,
                [$"a bootloader installed {image.Name}"])
            };
        }

        UpgradeDecision.RequireSameBytes(session, image, differences);
    }

    // If the running firmware can be read, its bytes are compared. The earlier zeros are gone if the image covers their sector.
    private async Task<int?> CompareAsync(UpgradeImage image, StagedImage stored)
    {
        if (session.Touch.OpenedIn is { } opened && !Board.Capabilities.CodeSectors.Contains(opened))
        {
            // An uncompressed image is copied only to its end: zeros after it are still there.
            if (!stored.Header.Compressed && opened.Sector.Start.Offset >= image.Image.Content.Length)
            {
                FlashAccessSetup.LeaveOpen(session, opened, $"firmware {Board.Identity.Firmware} has no command that erases it");
            }

            session.Touch.OpenedIn = null;
        }

        return Board.Capabilities.CodeSectors.Count > 0
            && await FlashAccessSetup.OpenAsync(session, CancellationToken.None).ConfigureAwait(false) is null
            ? await ApplicationCheck.CompareAsync(session, image.Image.Content).ConfigureAwait(false)
            : null;
    }
}
