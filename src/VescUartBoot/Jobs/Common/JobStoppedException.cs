using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Ends a job from inside; the job converts it into its result.</summary>
internal sealed class JobStoppedException(FailureCode code, string message) : Exception(message)
{
    public FailureCode Code { get; } = code;

    public VescUartBoot.Recovery.InterruptedChange? Half { get; init; }

    public ProbeSuggestion? WayToTell { get; init; }
}
