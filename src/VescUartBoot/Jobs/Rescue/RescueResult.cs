using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Result of a job on a board at the SWD pins of another. <see cref="JobResult.Board"/> is the helper.</summary>
internal sealed record RescueResult : BootloaderJobResult
{
    /// <summary>Content of the target; <see langword="null"/> if the job ended before it was read.</summary>
    public TargetContent? Target { get; init; }

    /// <summary>The firmware that was written; <see langword="null"/> if none was written.</summary>
    public string? Firmware { get; init; }

    /// <summary>The hardware for which the firmware was chosen.</summary>
    public string? Hardware { get; init; }

    /// <summary>Whether the target was restarted, as its probe confirms. If not, it may be halted.</summary>
    public bool Restarted { get; init; }

    /// <summary>The target as identified on its own port afterwards; <see langword="null"/> if it was not found there.</summary>
    public BoardIdentity? Seen { get; init; }

    /// <summary>Whether the whole flash of the target was erased.</summary>
    public bool MassErased { get; init; }
}
