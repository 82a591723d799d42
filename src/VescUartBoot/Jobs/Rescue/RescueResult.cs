using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Result of a job on a board behind the SWD pins of another. <see cref="JobResult.Board"/> is the helper.</summary>
internal sealed record RescueResult : BootloaderJobResult
{
    /// <summary>What was found; <see langword="null"/>: the job did not come that far.</summary>
    public TargetContent? Target { get; init; }

    /// <summary>The firmware that was written; <see langword="null"/>: none was.</summary>
    public string? Firmware { get; init; }

    /// <summary>The hardware that the firmware was chosen for.</summary>
    public string? Hardware { get; init; }

    /// <summary>Whether the target was told to run again, and did not refuse.</summary>
    public bool Restarted { get; init; }

    /// <summary>The target as it answered on its own port afterwards; <see langword="null"/>: it was not seen there.</summary>
    public BoardIdentity? Seen { get; init; }

    /// <summary>Whether all of the target's flash was erased.</summary>
    public bool MassErased { get; init; }
}
