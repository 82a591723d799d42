using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Restores the configuration of a package if the same package runs.</summary>
internal static class PackageSteps
{
    private const BackupPartKind Kind = BackupPartKind.PackageConfiguration;

    private static readonly TimeSpan _startsWithin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _askAgainEvery = TimeSpan.FromMilliseconds(500);

    /// <summary>Restores it if the backup has one. If that is not possible, a warning is reported; the job does not fail.</summary>
    public static async Task RestoreAsync(JobRun session, BoardBackup backup, RestartOptions restart, CancellationToken cancellationToken)
    {
        if (backup.Find(Kind)?.Content is not { } saved)
        {
            return;
        }

        session.Begin(JobPhase.Restore);
        var package = new PackageReader(session.Board);
        var (present, reason) = await FindPlaceAsync(package, backup, saved, cancellationToken).ConfigureAwait(false);
        if (present is not { } before)
        {
            session.Warn("packageConfigurationKept", $"the configuration of the package is in the backup and was not restored: {reason}");
        }
        else if (before.Span.SequenceEqual(saved.Span))
        {
            RestoreSteps.Note(session, Kind, PartState.Restored, $"all {saved.Length} bytes are there already, nothing was written");
        }
        else if (await RestoreSteps.FindTurningMotorAsync(session.Board, second: null, cancellationToken).ConfigureAwait(
            false) is { } turning)
        {
            RestoreSteps.Note(session, Kind, PartState.MotorTurning, $"{turning}: a package may act on it at once");
        }
        else if (!await session.Options.Confirm(
            JobQuestion.RestorePackageConfiguration,
            $"The package that runs has another configuration than the backup, {saved.Length} bytes of the same layout. A package may move "
                + "the motor by it. Put that of the backup back?").ConfigureAwait(false))
        {
            session.Warn("packageConfigurationKept",
                "the configuration of the package is in the backup and was not restored: it was declined");
        }
        else
        {
            cancellationToken.ThrowIfCancellationRequested();
            session.Log.Begin(session.Log.Note(ChangeKind.Settings, Kind.Name()));
            session.Touch.Kept[Kind] = $"its {Kind.Name()} was sent, and whether it is stored is not known";
            var (state, message) = await StoreAsync(session, package, before, saved, restart).ConfigureAwait(false);
            if (state is PartState.Restored or PartState.Refused or PartState.NotStored)
            {
                string which = state == PartState.Restored ? "that of the backup" : "the one of before";
                session.Touch.Kept[Kind] = $"its {Kind.Name()} is {which}";
            }

            RestoreSteps.Note(session, Kind, state, message);
        }
    }

    // Each package has its own layout: only the same package gives the values the same meaning.
    private static async Task<(ReadOnlyMemory<byte>? Present, string? Reason)> FindPlaceAsync(
        PackageReader package, BoardBackup backup, ReadOnlyMemory<byte> saved, CancellationToken cancellationToken)
    {
        if (!package.HasPackage)
        {
            return (null, "no package that has a configuration runs on the board; install the same version of it, and restore again");
        }

        var (present, unreadable) = await package.ReadConfigurationAsync(cancellationToken).ConfigureAwait(false);
        if (present is not { } now)
        {
            return (null, unreadable);
        }

        if (!SetPackageConfigurationRequest.HaveSameLayout(now.Span, saved.Span))
        {
            return (null, "another package runs, or another version of it: its configuration has another layout");
        }

        if (backup.Find(BackupPartKind.PackageLayout) is not { } layout)
        {
            return (null, "the backup does not hold the description of the configuration, so it cannot be compared");
        }

        (var described, unreadable) = await package.ReadLayoutAsync(cancellationToken).ConfigureAwait(false);
        return described is not { } text ? (null, unreadable)
            : text.Span.SequenceEqual(layout.Content.Span) ? (now, null)
            : (null, "the package that runs describes its configuration in another way");
    }

    // A package that refuses it acknowledges too; only a read after a restart is proof.
    private static async Task<(PartState State, string Message)> StoreAsync(
        JobRun session, PackageReader package, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> wanted, RestartOptions restart)
    {
        await package.StoreAsync(before, wanted).ConfigureAwait(false);
        var (now, unreadable) = await package.ReadConfigurationAsync(CancellationToken.None).ConfigureAwait(false);
        if (now is not { } taken)
        {
            return (PartState.NotProved, $"it was sent, and cannot be read back: {unreadable}");
        }

        if (!taken.Span.SequenceEqual(wanted.Span))
        {
            return taken.Span.SequenceEqual(before.Span)
                ? (PartState.Refused, "the package rejected it and keeps its previous configuration")
                : (PartState.Mismatch, "what reads back is neither this nor the previous one");
        }

        await SettingsProof.RestartAsync(session, restart).ConfigureAwait(false);
        var stored = await WaitForPackageAsync(session.Board.Time, package).ConfigureAwait(false);
        return stored is not { } kept ? (PartState.NotProved, "it was read back, and after a restart the package does not show it")
            : kept.Span.SequenceEqual(wanted.Span)
                ? (PartState.Restored, $"all {wanted.Length} bytes, the same after a restart")
            : kept.Span.SequenceEqual(before.Span)
                ? (PartState.NotStored, "the package took it, and after a restart it has the previous one")
            : (PartState.Mismatch, "after a restart it is neither this nor the previous one");
    }

    // A package starts some seconds after the firmware and does not answer before.
    private static async Task<ReadOnlyMemory<byte>?> WaitForPackageAsync(TimeProvider time, PackageReader package)
    {
        long start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < _startsWithin)
        {
            if ((await package.ReadConfigurationAsync(CancellationToken.None).ConfigureAwait(false)).Content is { } content)
            {
                return content;
            }

            await Task.Delay(_askAgainEvery, time).ConfigureAwait(false);
        }

        return null;
    }
}
