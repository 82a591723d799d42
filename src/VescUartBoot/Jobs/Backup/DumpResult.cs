using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Result of <see cref="DumpFlash"/>.</summary>
public sealed record DumpResult : JobResult
{
    /// <summary>The region that was read; <see langword="null"/> if the job failed.</summary>
    public DumpedFlash? Dumped { get; init; }
}
