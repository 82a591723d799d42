using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Reads a board through its SWD pins, with another board as the probe, and lets it run again.</summary>
internal static class LookAtTarget
{
    /// <summary>Runs the job.</summary>
    /// <param name="helper">The board whose SWD pins are wired to the target.</param>
    /// <param name="options">Confirmation and progress callbacks.</param>
    /// <param name="cancellationToken">Stops between two reads; the target runs again in any case.</param>
    public static async Task<RescueResult> RunAsync(Board helper, RescueOptions options, CancellationToken cancellationToken)
    {
        var (session, target) = TargetJob.For(helper, options);
        var result = new RescueResult { Board = helper.Identity };
        var failure = await TargetJob.RunAsync(session, target, async () =>
        {
            await target.AttachAsync(cancellationToken).ConfigureAwait(false);
            await target.ReadAsync(JobPhase.Check, [FlashMap.Application, FlashMap.Bootloader], cancellationToken).ConfigureAwait(false);
            var found = target.Judge();
            result = result with { Target = found, Before = found.Bootloader, Verified = DetectionMethod.Swd };
        }, cancellationToken).ConfigureAwait(false);
        session.Begin(JobPhase.Report);
        return result with { Failure = failure, Restarted = result.Target is not null && target.Touch.Runs };
    }
}
