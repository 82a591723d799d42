using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Result of <see cref="BoardJobs.InstallBootloaderAsync(Boards.Board, InstallOptions, CancellationToken)"/>.</summary>
public sealed record InstallResult : BootloaderJobResult
{
    /// <summary>The result in one line.</summary>
    public override string ToString() => this switch
    {
        { Failure: { } failure } => $"not installed: {failure.Message}",
        { Verified: DetectionMethod.None } => "planned, nothing was changed",
        _ => $"installed {Image?.Name}, {FlashMap.Bootloader.Length} bytes verified",
    };
}
