using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

/// <summary>What is begun on one board and not known to be over.</summary>
/// <param name="Changes">In the order in which they were begun.</param>
public sealed record InterruptedJob(IReadOnlyList<InterruptedChange> Changes)
{
    /// <summary>The bootloader that was written where none can be read back; <see langword="null"/>: none is remembered.</summary>
    internal PlacedBootloader? Placed { get; init; }

    /// <summary>Nothing.</summary>
    public static InterruptedJob None { get; } = new([]);
}
