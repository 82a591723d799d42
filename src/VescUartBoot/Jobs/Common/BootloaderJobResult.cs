using VescUartBoot.Images;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Result of a job on the bootloader sector.</summary>
public abstract record BootloaderJobResult : JobResult
{
    /// <summary>The bootloader before the job; <see langword="null"/> if the job ended before it was checked.</summary>
    public BootloaderStatus? Before { get; init; }

    /// <summary>The bootloader after the job; <see langword="null"/> if the job changed nothing.</summary>
    public BootloaderStatus? After { get; init; }

    /// <summary>The image that was written or compared.</summary>
    public BootloaderImage? Image { get; init; }

    /// <summary>The bootloader that an earlier job wrote on firmware that cannot read it back, from the journal.</summary>
    internal PlacedBootloader? Placed { get; init; }

    /// <summary>The plan; <see langword="null"/> if the job has none or ended before it was made.</summary>
    public InstallPlan? Plan { get; init; }
}
