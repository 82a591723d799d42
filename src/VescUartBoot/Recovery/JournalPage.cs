using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

/// <summary>The shape of a journal file.</summary>
internal sealed record JournalPage
{
    public const int CurrentSchema = 1;

    public required int Schema { get; init; }

    public required string Uuid { get; init; }

    public required IReadOnlyList<InterruptedChange> Changes { get; init; }

    public PlacedBootloader? Placed { get; init; }
}
