using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.IO;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Takes a backup within a job. Changes nothing and asks no question.</summary>
internal static class BackupSteps
{
    private const int SettingsReads = 4;

    /// <summary>Reads configurations and code by their commands, and the settings sectors if a way to read
    /// flash is open.</summary>
    /// <returns>The backup. Missing parts are in <see cref="BoardBackup.Missing"/> and are reported as warnings.</returns>
    public static async Task<BoardBackup> TakeAsync(JobRun session, CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Backup);
        await CableRate.PutBackAsync(session, cancellationToken).ConfigureAwait(false);
        var board = session.Board;
        var taken = new Taken(session);
        await TakeConfigurationAsync(taken, board, BackupPartKind.MotorConfiguration, null, cancellationToken).ConfigureAwait(false);
        if (await SecondMotor.FindAsync(board, cancellationToken).ConfigureAwait(false) is { } second)
        {
            await TakeConfigurationAsync(taken, board, BackupPartKind.SecondMotorConfiguration, second,
                cancellationToken).ConfigureAwait(false);
        }

        await TakeConfigurationAsync(taken, board, BackupPartKind.AppConfiguration, null, cancellationToken).ConfigureAwait(false);
        await TakePackageAsync(taken, board, cancellationToken).ConfigureAwait(false);
        await TakeFlashAsync(session, taken, cancellationToken).ConfigureAwait(false);
        var identity = board.Identity;
        return new BoardBackup(
            BackedUpBoard.Of(identity),
            board.Time.GetUtcNow(),
            BoardBackup.ThisToolVersion,
            [.. taken.Parts.OrderBy(p => p.Kind)],
            [.. taken.Missing.OrderBy(m => m.Kind)])
        {
            AreDefaults = taken.AreDefaults,
            Defaults = taken.Defaults,
        };
    }

    /// <summary>Saves a backup, or stops the job: to continue would lose its content.</summary>
    public static string Save(BoardBackup backup, Func<BoardBackup, string>? save)
    {
        try
        {
            return save?.Invoke(backup) ?? throw new IOException("no place to save to was given");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobStoppedException(FailureCode.SaveFailed, $"the backup could not be saved: {IOErrorText.OfWriting(e)}");
        }
    }

    /// <summary>Whether a configuration of the board differs from the one in the backup; <see langword="null"/>: none can be
    /// compared.</summary>
    public static async Task<bool?> HaveSettingsChangedAsync(Board board, BoardBackup backup)
    {
        bool? changed = null;
        foreach (var kind in new[] { BackupPartKind.MotorConfiguration, BackupPartKind.AppConfiguration })
        {
            if (backup.Find(kind)?.Configuration is { } saved
                && (await new ConfigurationAccess(board, saved.Kind,
                    secondMotor: null).ReadAsync(CancellationToken.None).ConfigureAwait(false)).Configuration is { } now)
            {
                changed = changed is true || !SettingsComparer.Compare(saved, now).Same;
            }
        }

        return changed;
    }

    private static async Task TakeConfigurationAsync(Taken taken, Board board, BackupPartKind kind, byte? secondMotor,
        CancellationToken cancellationToken)
    {
        var access = new ConfigurationAccess(board, BackupPart.ConfigurationOf(kind), secondMotor);
        var (configuration, reason) = await access.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (configuration is not null)
        {
            taken.Parts.Add(BackupPart.Of(kind, configuration));
            var defaults = await access.ReadDefaultsAsync(cancellationToken).ConfigureAwait(false);
            if (defaults is not null && defaults.HasLayoutOf(configuration))
            {
                taken.Defaults.Add(BackupPart.Of(kind, defaults));
            }

            if (taken.AreDefaults != false)
            {
                taken.AreDefaults = defaults is null ? null : SettingsComparer.IsDefault(defaults, configuration);
            }
        }
        else
        {
            taken.Miss(kind, reason!);
        }
    }

    // Only the package knows the layout of its configuration, so the description is saved with it.
    private static async Task TakePackageAsync(Taken taken, Board board, CancellationToken cancellationToken)
    {
        var package = new PackageReader(board);
        if (!package.HasPackage)
        {
            return;
        }

        taken.Take(BackupPartKind.PackageConfiguration, await package.ReadConfigurationAsync(cancellationToken).ConfigureAwait(false));
        taken.Take(BackupPartKind.PackageLayout, await package.ReadLayoutAsync(cancellationToken).ConfigureAwait(false));
    }

    private static async Task TakeFlashAsync(JobRun session, Taken taken, CancellationToken cancellationToken)
    {
        var board = session.Board;
        List<(BackupPartKind Kind, ScriptReader Access, int Length)> stored = [];
        foreach (var sector in board.Capabilities.CodeSectors)
        {
            var kind = sector.Store == CodeStore.Qml ? BackupPartKind.Qml : BackupPartKind.Lisp;
            var access = new ScriptReader(board, sector);
            var (length, otherwise) = await access.MeasureAsync(cancellationToken).ConfigureAwait(false);
            if (length > 0)
            {
                stored.Add((kind, access, length));
            }
            else if (otherwise.Reason is { } reason)
            {
                taken.Miss(kind, reason);
            }
        }

        if (!board.Capabilities.IsKnown)
        {
            string reason = $"firmware {board.Identity.Firmware} is a vendor's fork: whether and where it stores some is not known";
            taken.Miss(BackupPartKind.Qml, reason);
            taken.Miss(BackupPartKind.Lisp, reason);
        }

        int settings = session.Path is null ? 0 : FlashMap.Settings.Length;
        var progress = new Sum(session.ProgressOf(JobPhase.Backup, settings + stored.Sum(s => s.Length)));
        await TakeSettingsSectorsAsync(session, taken, progress, cancellationToken).ConfigureAwait(false);
        progress.Base = settings;
        foreach (var (kind, access, length) in stored)
        {
            var reading = await access.ReadAsync(length, progress, cancellationToken).ConfigureAwait(false);
            progress.Base += length;

            // The progress does not count the header.
            progress.Report(0);
            if (reading.Code is { } code)
            {
                taken.Parts.Add(BackupPart.TryParse(kind, code.Bytes)!);
            }
            else
            {
                taken.Miss(kind, reading.Reason!);
            }
        }
    }

    private static async Task TakeSettingsSectorsAsync(JobRun session, Taken taken, Sum progress, CancellationToken cancellationToken)
    {
        if (session.Path is not { } path)
        {
            taken.Miss(
                BackupPartKind.SettingsSectors,
                session.Board.Capabilities.CodeSectors.Count == 0
                    ? $"flash cannot be read on firmware {session.Board.Identity.Firmware}"
                    : "no way to read flash is open");
            return;
        }

        for (int read = 1; read <= SettingsReads; read++)
        {
            byte[] content = await session.Motors.ReadMeanwhileAsync(FlashMap.Settings, progress, cancellationToken).ConfigureAwait(false);
            if (await IsStillTrueAsync(path, content, cancellationToken).ConfigureAwait(false))
            {
                taken.Parts.Add(BackupPart.TryParse(BackupPartKind.SettingsSectors, content)!);
                return;
            }
        }

        taken.Miss(BackupPartKind.SettingsSectors, $"{SettingsReads} reads of them differ");
    }

    // The firmware stores by appending to a sector, and changes a sector at its start. So each is read again up to its last used
    // byte and one read further: a blank rest is then still blank.
    private static async Task<bool> IsStillTrueAsync(FlashAccess path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        for (int start = 0; start < content.Length; start += FlashMap.SmallSector)
        {
            var sector = content.Slice(start, FlashMap.SmallSector);
            int used = Math.Min(ErasedFlash.LengthWithout(sector.Span) + ReadCodeRequest.MaxLength, sector.Length);
            byte[] again = await path.ReadAsync(FlashRange.From(FlashMap.Settings.Start.Plus(start), used), progress: null,
                cancellationToken).ConfigureAwait(false);
            if (!sector.Span.StartsWith(again))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Taken(JobRun session)
    {
        public List<BackupPart> Parts { get; } = [];

        public List<MissingPart> Missing { get; } = [];

        public List<BackupPart> Defaults { get; } = [];

        /// <summary>Whether the configurations so far are the defaults of this firmware; <see langword="null"/> if it does not report
        /// them.</summary>
        public bool? AreDefaults { get; set; } = true;

        public void Take(BackupPartKind kind, (ReadOnlyMemory<byte>? Content, string? Reason) read)
        {
            if (read.Content is { } content && BackupPart.TryParse(kind, content) is { } part)
            {
                Parts.Add(part);
            }
            else
            {
                Miss(kind, read.Reason ?? "what was read is none");
            }
        }

        public void Miss(BackupPartKind kind, string reason)
        {
            Missing.Add(new MissingPart(kind, kind.MissingCode(), reason));
            session.Warn(kind.MissingCode(),
                $"the {kind.Name()} {(kind == BackupPartKind.SettingsSectors ? "are" : "is")} not in the backup: {reason}");
        }
    }

    /// <summary>Progress of several reads as one.</summary>
    private sealed class Sum(IProgress<long> whole) : IProgress<long>
    {
        /// <summary>Bytes of the reads before.</summary>
        public long Base { get; set; }

        public void Report(long value) => whole.Report(Base + value);
    }
}
