using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Backups;

/// <summary>A part that could not be kept, in a manifest.</summary>
internal sealed record ManifestGap
{
    public required BackupPartKind Kind { get; init; }

    public required string Code { get; init; }

    public required string Reason { get; init; }
}
