using VescUartBoot.Images;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Failure of a job. Advice is left to the caller.</summary>
/// <param name="Code">The kind of failure.</param>
/// <param name="Message">What happened, in a sentence for the user.</param>
/// <param name="BoardState">What the board holds now, and whether it still drives.</param>
public sealed record JobFailure(FailureCode Code, string Message, string BoardState)
{
    /// <summary>Details of a rejected image, if there are any.</summary>
    public ImageRejectedException? Rejection { get; init; }

    /// <summary>What would make flash readable, if it was not.</summary>
    internal ProbeSuggestion? WayToTell { get; init; }

    /// <summary>The interrupted install, with <see cref="FailureCode.HalfWritten"/>.</summary>
    internal InterruptedChange? Half { get; init; }
}
