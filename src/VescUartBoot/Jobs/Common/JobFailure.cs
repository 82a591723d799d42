using VescUartBoot.Images;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>A failure in words. What to do about it is the caller's to say.</summary>
/// <param name="Code">The kind.</param>
/// <param name="Message">What happened.</param>
/// <param name="BoardState">What the board holds now, and whether it still drives.</param>
public sealed record JobFailure(FailureCode Code, string Message, string BoardState)
{
    /// <summary>Why an image was rejected, where that is told by more than the kind.</summary>
    public ImageRejectedException? Rejection { get; init; }

    /// <summary>What would let flash be read, where it could not be.</summary>
    public ProbeSuggestion? WayToTell { get; init; }

    /// <summary>The install that was interrupted, with <see cref="FailureCode.HalfWritten"/>.</summary>
    public VescUartBoot.Recovery.InterruptedChange? Half { get; init; }
}
