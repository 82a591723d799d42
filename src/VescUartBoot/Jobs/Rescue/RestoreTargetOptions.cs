using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Options of writing the whole flash of a target.</summary>
internal sealed record RestoreTargetOptions : RescueOptions
{
    /// <summary>The firmware.</summary>
    public required FirmwareTarget Target { get; init; }

    /// <summary>Finds the firmware and provides its bytes.</summary>
    public required IFirmwareProvider Firmware { get; init; }

    /// <summary>Name of the hardware of the target. Default: the name in the firmware in its flash.</summary>
    public string? Hardware { get; init; }

    /// <summary>The same, even if the firmware in the flash of the target has another name.</summary>
    public string? ForceHardware { get; init; }

    /// <summary>Saved settings sectors, 32768 bytes. Default: none, so the firmware starts with its defaults.</summary>
    public ReadOnlyMemory<byte> Settings { get; init; }

    /// <summary>Keeps the settings sectors of the target. Default false.</summary>
    public bool KeepSettings { get; init; }

    /// <summary>Allows an erase of the whole flash of the target if it is needed and the user agrees. Default false.</summary>
    public bool MassErase { get; init; }
}
