using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.IO;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Campaign;

/// <summary>One job on its way: it connects as the tool does, answers as an owner would, and keeps what it is given.</summary>
internal sealed class RunningJob(JobStep step, BoardBackup? given, IFirmwareProvider firmware, MortalJournal journal, string folder)
    : IDisposable
{
    private const int ClockStepAt = 7;

    private readonly CancellationTokenSource _stop = new();
    private Conversation? _conversation;
    private ManualClock? _clock;
    private int _seen;
    private int _happened;
    private bool _writes;
    private bool _isBack;

    public List<JobEvent> Events { get; } = [];

    public bool Stopped => _stop.IsCancellationRequested;

    /// <summary>Who the board was when it was found, and who it was last.</summary>
    public (BoardIdentity Before, BoardIdentity Now, LinkStatistics Link)? Met { get; private set; }

    public byte[]? Dumped { get; private set; }

    public byte[]? Saved { get; private set; }

    /// <summary>The regions that are dumped.</summary>
    public static FlashRange RegionOf(JobStep step) => step.Region switch
    {
        0 => FlashMap.Bootloader,
        1 => FlashMap.Settings,
        2 => FlashMap.Sector9,
        3 => FlashRange.From(FlashAddress.At(0x080AFF00), 0x1234),
        4 => FlashMap.Vectors,
        _ => FlashRange.From(FlashAddress.At(0x080DFFFF), 3),
    };

    /// <summary>What an install writes.</summary>
    public static ReadOnlyMemory<byte> ContentOf(JobStep step) => step.Kind == JobKind.RestoreSector
        ? WholeSector(step.Unusual ? SectorSetup.Garbage : SectorSetup.Old)
        : step.Unusual ? Contents.Custom.Content : Contents.Present.Content;

    public void Dispose() => _stop.Dispose();

    public async Task<JobResult> RunAsync(WatchedSource port, Conversation conversation, ManualClock clock)
    {
        var options = new BoardOptions { ReturnTimeout = step.ReturnTimeout };
        await using var board = await Board.ConnectAsync(port, options, clock, new Observer(Events),
            cancellationToken: _stop.Token).ConfigureAwait(false);
        if (step.Swapped)
        {
            port.Swap();
        }

        return await RunOnAsync(board, conversation, clock).ConfigureAwait(false);
    }

    /// <summary>The same on a board of a bus.</summary>
    /// <param name="port">The port of the board with the cable.</param>
    /// <param name="node">The board; <see langword="null"/>: the one with the cable.</param>
    /// <param name="scan">Who is on the bus.</param>
    /// <param name="conversation">Looks at what the board is asked.</param>
    /// <param name="clock">The clock.</param>
    public async Task<JobResult> RunOnBusAsync(
        ILinkSource port, CanNode? node, CanScan scan, Conversation conversation, ManualClock clock)
    {
        var options = new BoardOptions { ReturnTimeout = step.ReturnTimeout };
        await using var board = await (node is null
            ? Board.ConnectAsync(port, options, clock, new Observer(Events), cancellationToken: _stop.Token)
            : Board.ConnectAsync(port, node, options, clock, new Observer(Events), cancellationToken: _stop.Token)).ConfigureAwait(false);
        if (node is null)
        {
            board.UseScan(scan);
        }

        return await RunOnAsync(board, conversation, clock).ConfigureAwait(false);
    }

    private async Task<JobResult> RunOnAsync(Board board, Conversation conversation, ManualClock clock)
    {
        (_conversation, _clock) = (conversation, clock);
        var before = board.Identity;
        var setting = new JobOptions
        {
            Journal = journal,
            Command = step.Kind == JobKind.RestoreSector ? "restore" : step.Kind.ToString().ToLowerInvariant(),
            Catalog = Contents.Catalogue,
            Progress = new SynchronousProgress(OnEvent),
            Confirm = (question, _) => new ValueTask<bool>(step.Yes && (question != JobQuestion.AssumeBootloader || step.AssumeBootloader)),
        };
        var result = await StartAsync(board, setting, _stop.Token).ConfigureAwait(false);
        Met = (before, board.Identity, board.Statistics);
        return result;
    }

    private async Task<JobResult> StartAsync(Board board, JobOptions setting, CancellationToken stop)
    {
        var install = new InstallOptions
        {
            Method = step.Method,
            Image = step.Unusual && step.Kind == JobKind.Install ? Contents.Custom : Contents.Present,
            Replace = step.Replace,
            AssumeAbsent = step.AssumeAbsent,
            DryRun = step.DryRun,
            Save = Save,
        };
        return step.Kind switch
        {
            JobKind.Check or JobKind.CheckJump =>
                await CheckBootloader.RunAsync(board, new CheckOptions { Method = step.Method }.In(setting), stop).ConfigureAwait(false),
            JobKind.Verify =>
                await VerifyBootloader.RunAsync(board, new VerifyOptions { Method = step.Method }.In(setting), stop).ConfigureAwait(false),
            JobKind.Install => await InstallBootloader.RunAsync(board, install.In(setting), stop).ConfigureAwait(false),
            JobKind.Backup =>
                await BackupBoard.RunAsync(board, new BackupOptions { Method = step.Method, Save = _ => "kept" }.In(setting),
                    stop).ConfigureAwait(false),
            JobKind.Restore =>
                await RestoreBoard.RunAsync(board, new RestoreOptions { Backup = given! }.In(setting), stop).ConfigureAwait(false),
            JobKind.Dump =>
                await DumpFlash.RunAsync(board, new DumpOptions { Method = step.Method, Range = RegionOf(step), Save = Keep }.In(setting),
                    stop).ConfigureAwait(false),
            JobKind.RestoreSector => await RestoreSector.RunAsync(
                board,
                new RestoreSectorOptions
                {
                    Method = step.Method,
                    Content = ContentOf(step),
                    Name = "saved.bin",
                    Replace = step.Replace,
                    Save = Save
                }.In(setting), stop).ConfigureAwait(false),
            _ => await UpgradeFirmware.RunAsync(
                board,
                new UpgradeOptions
                {
                    Method = step.Method,
                    Target = new FirmwareTarget.Release(step.Target),
                    Firmware = firmware,
                    Bootloader = install with { Method = CheckMethod.Auto, Replace = false, AssumeAbsent = false, DryRun = false },
                    MinVoltage = 8,
                    Keep = Keep,
                    LoadKept = _conversation!.Reads,
                    Reinstall = step.Reinstall,
                    AllowDowngrade = step.AllowDowngrade,
                    AssumeBootloader = step.AssumeBootloader,
                    DryRun = step.DryRun,
                }.In(setting),
                stop).ConfigureAwait(false),
        };
    }

    private static byte[] WholeSector(SectorSetup setup)
    {
        byte[] sector = new byte[Contents.SectorSize];
        sector.AsSpan().Fill(0xFF);
        Contents.Sector(setup).CopyTo(sector, 0);
        return sector;
    }

    private string Save(ReadOnlyMemory<byte> sector)
    {
        Saved = sector.ToArray();
        string file = NewFile.Write(Path.Combine(folder, "sectors", $"{Guid.NewGuid():N}.bin"), sector);
        _conversation!.Saves(file);
        return file;
    }

    private string Keep(BoardBackup backup)
    {
        string kept = BackupFolder.Write(Path.Combine(folder, "backups"), backup);
        _conversation!.Keeps(kept);
        return kept;
    }

    private string Keep(ReadOnlyMemory<byte> region)
    {
        Dumped = region.ToArray();
        return "region.bin";
    }

    private void OnEvent(JobEvent happened)
    {
        _writes |= happened is JobEvent.PhaseStarted { Phase: JobPhase.Erase or JobPhase.Write };
        _isBack |= happened is JobEvent.Returned;
        bool counts = step.Accident?.Kind switch
        {
            AccidentKind.KilledAtEvent => true,
            AccidentKind.KilledWriting => _writes,
            AccidentKind.KilledRestoring => _isBack,
            _ => false,
        };
        if (counts && ++_happened == step.Accident!.Number)
        {
            throw new KilledException();
        }

        if (happened is not JobEvent.Progressed)
        {
            Events.Add(happened);
        }

        _seen++;
        if (step.MayStop && _seen == step.StopAtEvent)
        {
            _stop.Cancel();
        }

        if (_seen == ClockStepAt)
        {
            _clock!.StepTimeOfDay(step.ClockStep);
        }
    }

    private sealed class SynchronousProgress(Action<JobEvent> add) : IProgress<JobEvent>
    {
        public void Report(JobEvent value) => add(value);
    }

    private sealed class Observer(List<JobEvent> events) : IBoardObserver
    {
        public void OnRetry(string what, int attempt, string reason) => events.Add(new JobEvent.Retried(what, attempt, reason));

        public void OnLinkLost(string reason, TimeSpan waiting) => events.Add(new JobEvent.Warned("linkLost", reason));

        public void OnLinkReturned() => events.Add(new JobEvent.Warned("linkReturned", ""));
    }
}
