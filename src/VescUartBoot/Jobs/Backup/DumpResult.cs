using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Result of <see cref="DumpFlash"/>.</summary>
public sealed record DumpResult : JobResult
{
    /// <summary>The region that was read; <see langword="null"/> if the job failed.</summary>
    public FlashRange? Dumped { get; init; }

    /// <summary>SHA-256 of its bytes, 64 lower-case hexadecimal digits; <see langword="null"/> if the job failed.</summary>
    public string? Sha256 { get; init; }
}
