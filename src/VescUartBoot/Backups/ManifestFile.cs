using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Backups;

/// <summary>A file in a manifest.</summary>
internal sealed record ManifestFile
{
    public required BackupPartKind Kind { get; init; }

    public required string File { get; init; }

    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    public string? Signature { get; init; }
}
