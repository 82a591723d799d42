using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

/// <summary>The changes begun on one board and not known to be complete.</summary>
/// <param name="Changes">The changes, in the order in which they began.</param>
internal sealed record InterruptedJob(IReadOnlyList<InterruptedChange> Changes)
{
    /// <summary>The bootloader written on firmware that cannot read it back; <see langword="null"/> if there is none.</summary>
    internal PlacedBootloader? Placed { get; init; }

    /// <summary>No changes.</summary>
    public static InterruptedJob None { get; } = new([]);
}
