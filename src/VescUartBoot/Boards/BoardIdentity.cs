using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Identity of a board, from its reply to COMM_FW_VERSION.</summary>
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

    /// <summary>The complete reply.</summary>
    internal FirmwareVersionReply Reply { get; init; }

    /// <summary>Name of the hardware; <see langword="null"/> if the firmware does not report it.</summary>
    public string? Hardware => string.IsNullOrEmpty(Reply.HardwareName) ? null : Reply.HardwareName;

    /// <summary>Firmware version.</summary>
    public FirmwareVersion Firmware { get; }

    /// <summary>Unique id; <see langword="null"/> for firmware before 3.9.</summary>
    public Uuid? Uuid => Reply.Uuid;

    /// <summary>The board family. A board whose firmware reports no hardware type is a motor controller: other families have always
    /// reported it.</summary>
    public BoardFamily Family => Reply.HardwareType switch
    {
        null or HardwareTypeVesc => Reply.Uuid is { EndsInSixZeros: true } ? BoardFamily.Express : BoardFamily.Vesc,
        HardwareTypeBms => BoardFamily.Bms,
        HardwareTypeModule when Reply.Uuid is { EndsInSixZeros: true } => BoardFamily.Express,
        HardwareTypeModule when string.Equals(Hardware, "hm1", StringComparison.OrdinalIgnoreCase) => BoardFamily.Bms,
        HardwareTypeModule => BoardFamily.Module,
        _ => BoardFamily.Unknown,
    };

    /// <summary>Whether this is firmware of the VESC project, for which the facts known by version hold.</summary>
    public bool IsUpstream => FirmwareReleases.IsUpstream(Reply);
}
