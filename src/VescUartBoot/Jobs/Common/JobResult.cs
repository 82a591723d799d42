using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>How a job came out, and what it knows.</summary>
public sealed record JobResult
{
    /// <summary>Who the board is.</summary>
    public required BoardIdentity Board { get; init; }

    /// <summary>Why the job did not reach its goal; <see langword="null"/>: it did.</summary>
    public JobFailure? Failure { get; init; }

    /// <summary>The bootloader before the job, as far as it was looked at.</summary>
    public BootloaderStatus? Before { get; init; }

    /// <summary>The bootloader after a job that may have changed it.</summary>
    public BootloaderStatus? After { get; init; }

    /// <summary>The image that was written or compared.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>How the result was proved.</summary>
    public DetectionMethod Verified { get; init; }

    /// <summary>Bytes of the image that were programmed, without chunks of 0xFF; where none were, what was written to read flash.</summary>
    public int BytesWritten { get; init; }

    /// <summary>What was written to read flash, and what became of it; <see langword="null"/>: nothing was.</summary>
    public ReadPathTrace? ReadPath { get; init; }

    /// <summary>Where the old content, the backup or the region was saved.</summary>
    public string? SavedTo { get; init; }

    /// <summary>What came of an upgrade.</summary>
    public UpgradeOutcome? Upgrade { get; init; }

    /// <summary>The backup that was taken.</summary>
    public BoardBackup? Backup { get; init; }

    /// <summary>What became of each part of a backup that was to be put back.</summary>
    public IReadOnlyList<PartOutcome> Restored { get; init; } = [];

    /// <summary>The region that was read.</summary>
    public DumpedFlash? Dumped { get; init; }

    /// <summary>The bootloader that this tool has written where none can be read back, by its journal.</summary>
    public VescUartBoot.Recovery.PlacedBootloader? Placed { get; init; }

    /// <summary>The plan, if the job came that far.</summary>
    public InstallPlan? Plan { get; init; }
}
