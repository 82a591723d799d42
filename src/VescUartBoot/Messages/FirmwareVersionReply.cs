using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>
/// Reply to COMM_FW_VERSION. Later firmware appends fields: every field after the version is <see langword="null"/> if the packet ends
/// before it.
/// </summary>
internal sealed record FirmwareVersionReply
{
    /// <summary>Major version.</summary>
    public required byte Major { get; init; }

    /// <summary>Minor version, binary: 5.03 is 5 and 3.</summary>
    public required byte Minor { get; init; }

    /// <summary>Name of the hardware, since 3.9. Bytes that are not printable ASCII are shown as <c>\x1B</c>.</summary>
    public string? HardwareName { get; init; }

    /// <summary>Unique id of the microcontroller, since 3.9. The second motor of a dual board reports the last byte plus 1 (since
    /// 5.00).</summary>
    public Uuid? Uuid { get; init; }

    /// <summary>Whether pairing was done, since 3.48.</summary>
    public bool? PairingDone { get; init; }

    /// <summary>Number of the test build, 0 for a release; since 5.00.</summary>
    public byte? TestVersion { get; init; }

    /// <summary>0 motor controller, 1 BMS, 2 custom module; since 5.02.</summary>
    public byte? HardwareType { get; init; }

    /// <summary>Number of custom configurations registered by a package; since 5.02, reliable since 6.00.</summary>
    public byte? CustomConfigCount { get; init; }

    /// <summary>Whether the hardware has phase filters, since 5.03.</summary>
    public bool? HasPhaseFilters { get; init; }

    /// <summary>A QML page of the hardware: 0 none, 1 there, 2 full screen; since 5.03.</summary>
    public byte? QmlHardware { get; init; }

    /// <summary>A stored QML app: 0 none, 1 there, 2 full screen; since 5.03.</summary>
    public byte? QmlApp { get; init; }

    /// <summary>Bit 0: NRF name, bit 1: NRF pin; since 6.00.</summary>
    public byte? NrfFlags { get; init; }

    /// <summary>Name of the firmware, usually empty; since 6.00.</summary>
    public string? FirmwareName { get; init; }

    /// <summary>CRC-32 of the hardware's configuration descriptions, since 6.05.</summary>
    public uint? HardwareConfigCrc { get; init; }

    /// <summary>Reads the payload of a reply. A packet too short for a version, such as an echo of the request, is not accepted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out FirmwareVersionReply reply)
    {
        reply = null!;
        if (payload.Length < 3 || payload[0] != (byte)Command.FirmwareVersion)
        {
            return false;
        }

        var reader = new PayloadReader(payload[3..]);
        reply = new FirmwareVersionReply
        {
            Major = payload[1],
            Minor = payload[2],
            HardwareName = reader.Text(),
            Uuid = reader.Bytes(VescUartBoot.Chip.Uuid.Length) is { } uuid ? new Uuid(uuid) : null,
            PairingDone = reader.Byte() is { } paired ? paired != 0 : null,
            TestVersion = reader.Byte(),
            HardwareType = reader.Byte(),
            CustomConfigCount = reader.Byte(),
            HasPhaseFilters = reader.Byte() is { } filters ? filters != 0 : null,
            QmlHardware = reader.Byte(),
            QmlApp = reader.Byte(),
            NrfFlags = reader.Byte(),
            FirmwareName = reader.Text(),
            HardwareConfigCrc = reader.UInt32(),
        };
        return true;
    }
}
