using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Campaign;

/// <summary>The variant that a board runs is kept, unless nobody could read it and that was said, or the owner gave his own build
/// away.</summary>
internal static class VariantLaw
{
    public static void Check(JobRecord job, Action<string, string> broken)
    {
        if (Variants.In(job.Before) is not { Variant: var before, Version: var version }
            || Variants.In(job.After) is not { Variant: var after } || before == after)
        {
            return;
        }

        // A variant that its version was never released with is a build of somebody's own.
        bool isOwn = before == VariantSetup.OwnBuild || (before == VariantSetup.Ohm && version == VariantFirmware.WithoutVariant);
        bool given = isOwn && job.Step.Yes;
        bool unread = job.Warned("variantUnknown") && job.Result?.Before?.Method != DetectionMethod.Readback;
        if (!given && !unread)
        {
            broken("variant", $"the board ran {before}, and runs {after}");
        }
    }
}
