using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Is a bootloader on the board, which one, and how do we know.</summary>
internal static class CheckBootloader
{
    /// <summary>Checks the sector, and undoes the changes that the check needed.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">Options of the check.</param>
    /// <param name="cancellationToken">Stops at the next safe point; changes are undone in any case.</param>
    /// <returns>The result is in <see cref="BootloaderJobResult.Before"/>; any content except an intact bootloader is a failure.</returns>
    public static async Task<CheckResult> RunAsync(Board board, CheckOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options);
        BootloaderStatus? finding = null;
        var failure = await session.RunAsync(
            async () =>
            {
                await Preflight.BeginAsync(session, cancellationToken).ConfigureAwait(false);
                finding = options.Method == CheckMethod.Jump
                    ? await JumpCheck.FindAsync(session, options.Restart, cancellationToken).ConfigureAwait(false)
                    : await BootloaderProbe.FindAsync(session, [], cancellationToken).ConfigureAwait(false);
                await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
                if (finding is { State: BootloaderState.Unknown, WayToTell: ProbeSuggestion.OtherMeans })
                {
                    InterruptedWrite.RequireNone(session);
                }

                RequirePresent(finding);
            },
            () => FlashAccessSetup.CloseAsync(session, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Report);
        return new CheckResult
        {
            Board = board.Identity,
            Failure = failure,
            Before = finding,
            Verified = finding is { State: not BootloaderState.Unknown } ? finding.Method : DetectionMethod.None,
            BytesWritten = session.Touch.BytesProgrammed,
            ReadPath = session.Touch.ReadPath,
            Placed = session.Log.Placed,
        };
    }

    /// <summary>Stops the job unless a bootloader is there.</summary>
    internal static void RequirePresent(BootloaderStatus finding)
    {
        switch (finding.State)
        {
            case BootloaderState.Absent:
                throw new JobStoppedException(
                    FailureCode.BootloaderAbsent,
                    finding.Method == DetectionMethod.Jump
                        ? "this board has no bootloader that works: a firmware upload would change nothing"
                        : "this board has no bootloader: a firmware upload would change nothing");

            case BootloaderState.Damaged:
                string what = finding.Content is { Kind: SectorContentKind.NoBootloader }
                    ? "the sector holds something other than a bootloader"
                    : "the bootloader is damaged";
                throw new JobStoppedException(FailureCode.BootloaderDamaged, $"{what}: {finding.Evidence[0]}");

            case BootloaderState.Unknown:
                throw new JobStoppedException(FailureCode.BootloaderUnknown,
                    $"it is not known whether a bootloader is there: {string.Join("; ", finding.Evidence)}");
        }
    }
}
