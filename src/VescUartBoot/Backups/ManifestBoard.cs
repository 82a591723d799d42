using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Backups;

/// <summary>The board in a manifest.</summary>
internal sealed record ManifestBoard
{
    public string? Uuid { get; init; }

    public string? Hardware { get; init; }

    public required string Firmware { get; init; }

    public byte TestBuild { get; init; }
}
