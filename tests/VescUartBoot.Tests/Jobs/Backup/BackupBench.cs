using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;

namespace VescUartBoot.Tests.Jobs.Backup;

/// <summary>The steps of keeping and restoring, each as a job of its own on a simulated board.</summary>
internal static class BackupBench
{
    /// <summary>Takes a backup; with an open read path where one can be had and <paramref name="open"/> is set.</summary>
    public static BoardBackup Take(this JobBench bench, bool open = true)
    {
        BoardBackup? backup = null;
        bench.RunSteps(async session =>
        {
            if (open)
            {
                _ = await FlashAccessSetup.OpenAsync(session, CancellationToken.None);
            }

            backup = await BackupSteps.TakeAsync(session, CancellationToken.None);
        });
        return backup!;
    }

    public static SettingsOutcome RestoreSettings(this JobBench bench, BoardBackup backup, SettingsMode mode = SettingsMode.Merge)
    {
        SettingsOutcome? outcome = null;
        var choice = new SettingsChoice(mode, new HashSet<string>());
        bench.RunSteps(async session =>
            outcome = await RestoreSteps.RestoreSettingsAsync(session, backup, choice, new RestartOptions(), CancellationToken.None));
        return outcome!;
    }

    public static BackupResult Backup(this JobBench bench, Func<BoardBackup, string>? save = null) =>
        bench.Run((board, setting, ct) => BackupBoard.RunAsync(board, new BackupOptions { Save = save ?? (_ => "kept") }.In(setting), ct));

    public static RestoreResult Restore(this JobBench bench, BoardBackup backup, Func<RestoreOptions, RestoreOptions>? change = null)
    {
        var options = new RestoreOptions { Backup = backup };
        return bench.Run((board, setting, ct) => RestoreBoard.RunAsync(board, (change is null ? options : change(options)).In(setting),
            ct));
    }

    public static RestoreSectorResult RestoreSector(this JobBench bench, byte[] content,
        Func<RestoreSectorOptions, RestoreSectorOptions>? change = null)
    {
        var options = new RestoreSectorOptions { Content = content, Name = "old.bin", Save = _ => "saved.bin" };
        return bench.Run((board, setting, ct) => VescUartBoot.Jobs.Bootloader.RestoreSector.RunAsync(board,
            (change is null ? options : change(options)).In(setting), ct));
    }

    public static (DumpResult Result, byte[]? Content) Dump(this JobBench bench, FlashRange range)
    {
        byte[]? content = null;
        var result = bench.Run((board, setting, ct) => DumpFlash.RunAsync(
            board, new DumpOptions { Range = range, Save = c => { content = c.ToArray(); return "dump.bin"; } }.In(setting), ct));
        return (result, content);
    }

    /// <summary>Runs steps with a session, and the undo of its read path behind them.</summary>
    public static void RunSteps(this JobBench bench, Func<JobRun, Task> steps)
    {
        var failure = bench.TrySteps(steps);
        Assert.True(failure is null, failure?.ToString());
    }

    /// <summary>Runs steps that may fail.</summary>
    public static JobFailure? TrySteps(this JobBench bench, Func<JobRun, Task> steps, JobOptions? options = null,
        CancellationToken stop = default) =>
        bench.Run(
            async (board, setting, end) =>
        {
            var session = new JobRun(board, (options ?? new JobOptions()).In(setting));
            session.Motors = MotorChecks.AllTaken(session);
            var failure = await session.RunAsync(() => steps(session), () => FlashAccessSetup.CloseAsync(session, CancellationToken.None),
                end);
            return failure;
        },
            stop);

    /// <summary>What another program would do: sets a configuration whose values differ in every byte after the signature, as far as the
    /// hardware allows.</summary>
    public static byte[] Scramble(ReadOnlyMemory<byte> configuration) => OwnersSettings.Scramble(configuration.Span, 0x5A);

    /// <summary>The backup with one part in another form.</summary>
    public static BoardBackup With(this BoardBackup backup, BackupPartKind kind, byte[] content) => backup with
    {
        Parts = [.. backup.Parts.Where(p => p.Kind != kind)
            .Append(BackupPart.TryParse(kind, content, Capabilities.SignsConfigurations(backup.Board.Firmware))!).OrderBy(p => p.Kind)],
    };

    /// <summary>Whether two backups hold the same settings, as the firmware makes of them.</summary>
    public static void AssertSameSettings(BoardBackup wanted, BoardBackup now)
    {
        foreach (var part in wanted.Parts.Where(p => p.Configuration is not null))
        {
            var comparison = SettingsComparer.Compare(part.Configuration!, now.Find(part.Kind)!.Configuration!);
            Assert.True(comparison.Same, string.Join(", ", comparison.Different));
        }
    }

    public static IReadOnlyList<BackupPartKind> Kinds(this BoardBackup backup) => [.. backup.Parts.Select(p => p.Kind)];

    public static IReadOnlyList<(BackupPartKind Part, PartState State)> States(this SettingsOutcome outcome) =>
        [.. outcome.Parts.Select(p => (p.Part, p.State))];
}
