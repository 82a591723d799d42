using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Hosting.Words;

/// <summary>The steps of a job as verbs.</summary>
internal static class PhaseWords
{
    /// <summary>Returns the verb of a step.</summary>
    public static string Of(JobPhase phase) => phase switch
    {
        JobPhase.Open or JobPhase.Identify => "connect",
        JobPhase.LinkCheck => "test link",
        JobPhase.Condition => "check motor",
        JobPhase.Image => "choose",
        JobPhase.Rehearse => "test write",
        JobPhase.Backup => "back up",
        JobPhase.Dump => "read",
        JobPhase.Undo => "clean up",
        JobPhase.Report => "finish",
        _ => phase.ToString().ToLowerInvariant(),
    };
}
