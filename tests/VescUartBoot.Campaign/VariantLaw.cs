using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Campaign;

/// <summary>The variant that a board runs is kept, unless nobody could read it and that was said, or the owner gave his own build away.</summary>
internal static class VariantLaw
{
    public static void Check(JobRecord job, Action<string, string> broken)
    {
        if (Variants.In(job.Before) is not { Variant: var before } || Variants.In(job.After) is not { Variant: var after } || before == after)
        {
            return;
        }

        bool given = before == VariantSetup.OwnBuild && job.Step.Yes;
        bool unread = job.Warned("variantUnknown") && job.Result?.Before?.Method != DetectionMethod.Readback;
        if (!given && !unread)
        {
            broken("variant", $"the board ran {before}, and runs {after}");
        }
    }
}
