using VescUartBoot.Images;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Result of a job that looks into the bootloader sector.</summary>
public abstract record BootloaderJobResult : JobResult
{
    /// <summary>The bootloader before the job; <see langword="null"/> if the job did not come that far.</summary>
    public BootloaderStatus? Before { get; init; }

    /// <summary>The bootloader after the job; <see langword="null"/> if the job changes none.</summary>
    public BootloaderStatus? After { get; init; }

    /// <summary>The image that was written or compared.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>The bootloader that an earlier job wrote where firmware cannot read it back, from the journal.</summary>
    internal PlacedBootloader? Placed { get; init; }

    /// <summary>The plan; <see langword="null"/> if the job makes none or did not come that far.</summary>
    public InstallPlan? Plan { get; init; }
}
