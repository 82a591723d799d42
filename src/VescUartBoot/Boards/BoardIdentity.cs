using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Who a board is, from its answer to COMM_FW_VERSION.</summary>
public sealed record BoardIdentity
{
    private const byte HardwareTypeVesc = 0;
    private const byte HardwareTypeBms = 1;
    private const byte HardwareTypeModule = 2;

    internal BoardIdentity(FirmwareVersionReply reply)
    {
        Reply = reply;
        Firmware = new FirmwareVersion(reply.Major, reply.Minor, reply.TestVersion ?? 0);
    }

    /// <summary>The whole answer.</summary>
    internal FirmwareVersionReply Reply { get; init; }

    /// <summary>Name of the hardware, or <see langword="null"/> where the firmware does not tell it.</summary>
    public string? Hardware => string.IsNullOrEmpty(Reply.HardwareName) ? null : Reply.HardwareName;

    /// <summary>Firmware version.</summary>
    public FirmwareVersion Firmware { get; }

    /// <summary>Unique id, or <see langword="null"/> below firmware 3.9.</summary>
    public Uuid? Uuid => Reply.Uuid;

    /// <summary>The family. Boards whose firmware does not tell a type are motor controllers: others have always told it.</summary>
    public BoardFamily Family => Reply.HardwareType switch
    {
        null or HardwareTypeVesc => Reply.Uuid is { EndsInSixZeros: true } ? BoardFamily.Express : BoardFamily.Vesc,
        HardwareTypeBms => BoardFamily.Bms,
        HardwareTypeModule when Reply.Uuid is { EndsInSixZeros: true } => BoardFamily.Express,
        HardwareTypeModule when string.Equals(Hardware, "hm1", StringComparison.OrdinalIgnoreCase) => BoardFamily.Bms,
        HardwareTypeModule => BoardFamily.Module,
        _ => BoardFamily.Unknown,
    };

    /// <summary>Whether this is the firmware of the VESC project, so that what is known by version holds.</summary>
    public bool IsUpstream => FirmwareReleases.IsUpstream(Reply);
}
