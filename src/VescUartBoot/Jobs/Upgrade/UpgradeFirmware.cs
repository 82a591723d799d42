using VescUartBoot.Boards;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Installs another firmware: plan, back up, upload, restart, and check the new version.</summary>
internal static class UpgradeFirmware
{
    /// <summary>Runs the job.</summary>
    /// <param name="board">An identified board.</param>
    /// <param name="options">The firmware to install, and permissions.</param>
    /// <param name="cancellationToken">Stops the job before the jump; after the jump the job finishes first.</param>
    public static async Task<UpgradeResult> RunAsync(Board board, UpgradeOptions options, CancellationToken cancellationToken)
    {
        var session = new JobRun(board, options.DryRun ? options with { Method = CheckMethod.Passive } : options);
        var run = new UpgradeRun(session, options);
        var failure = await session.RunAsync(
            () => run.RunAsync(cancellationToken),
            () => FlashAccessSetup.CloseAsync(session, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        CableRate.End(session, isDone: failure is null);
        session.Begin(JobPhase.Report);
        return SectorProgrammer.WithTraces(run.Result, session) with { Board = board.Identity, Failure = failure };
    }
}
