using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Reads a board over its SWD pins, by another board as the probe, and lets it run again.</summary>
internal static class LookAtTarget
{
    /// <summary>Looks.</summary>
    /// <param name="helper">The board whose SWD pins are wired to the target's.</param>
    /// <param name="options">Who is asked and told.</param>
    /// <param name="cancellationToken">Stops between two reads; the target is let run all the same.</param>
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
        return result with { Failure = failure, Restarted = result.Target is not null && !target.Touch.IsHalted };
    }
}
