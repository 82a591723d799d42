using System.Text.Json.Serialization;

namespace VescUartBoot.Station.Fleet;

/// <summary>What is done to which boards of a fleet, when, and when it stops. It is approved by its signature.</summary>
internal sealed record RolloutDocument
{
    /// <summary>The shape of this file.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Address of the JSON schema, for editors.</summary>
    [JsonPropertyName("$schema")]
    public string? SchemaAddress { get; init; }

    /// <summary>Always <see cref="CurrentSchema"/>.</summary>
    public required int Schema { get; init; }

    /// <summary>Name, unique in the fleet: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Reason, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Who approved it.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>No board begins later than this.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Which boards.</summary>
    public required TargetFilter TargetFilter { get; init; }

    /// <summary>What they get.</summary>
    public required RolloutTarget Target { get; init; }

    /// <summary>The groups in their order; the last takes all boards that are left.</summary>
    public required IReadOnlyList<DeploymentGroup> DeploymentGroups { get; init; }

    /// <summary>When a board may begin; <see langword="null"/>: at any time.</summary>
    public Maintenance? Maintenance { get; init; }

    /// <summary>How many boards at once.</summary>
    public RolloutLimits Limits { get; init => field = value ?? new(); } = new();

    /// <summary>When the rollout stops.</summary>
    public required ErrorThreshold ErrorThreshold { get; init; }
}
