using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>What it takes to write all of a target's flash.</summary>
internal sealed record RestoreTargetOptions : RescueOptions
{
    /// <summary>The firmware.</summary>
    public required FirmwareTarget Target { get; init; }

    /// <summary>Finds it and brings its bytes.</summary>
    public required IFirmwareProvider Firmware { get; init; }

    /// <summary>Name of the target's hardware. Default: what the firmware in its flash tells.</summary>
    public string? Hardware { get; init; }

    /// <summary>The same, also where the firmware in the target's flash tells another name.</summary>
    public string? ForceHardware { get; init; }

    /// <summary>Saved settings sectors, 32768 bytes. Default: none, so the firmware begins with its defaults.</summary>
    public ReadOnlyMemory<byte> Settings { get; init; }

    /// <summary>Keep the settings sectors that the target holds. Default false.</summary>
    public bool KeepSettings { get; init; }

    /// <summary>All of the target's flash may be erased, where it must be and the owner agrees. Default false.</summary>
    public bool MassErase { get; init; }
}
