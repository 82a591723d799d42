using VescUartBoot.Boards;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Brings a board to another firmware: plan, keep, upload, restart, and see the new version answer.</summary>
internal static class UpgradeFirmware
{
    /// <summary>Runs the whole job.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">What it shall run and what is allowed.</param>
    /// <param name="cancellationToken">Stops before the jump; from there on the job finishes first.</param>
    public static async Task<UpgradeResult> RunAsync(Board board, UpgradeOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options.DryRun ? options with { Method = CheckMethod.Passive } : options);
        var run = new UpgradeRun(session, options);
        var failure = await session.RunAsync(
            () => run.RunAsync(cancellationToken),
            () =>
            {
                CanReturn.End(session);
                return FlashAccessSetup.CloseAsync(session, cancellationToken);
            },
            cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Report);
        return SectorProgrammer.WithTraces(run.Result, session) with { Board = board.Identity, Failure = failure };
    }
}
