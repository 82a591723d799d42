using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>What the motor does: the part of COMM_GET_VALUES that decides whether a board is fit for a job.</summary>
/// <param name="Erpm">Electrical revolutions a minute, signed.</param>
/// <param name="InputVoltage">Supply in volts, steps of 0.1 V. A board on USB power alone reads a few volts.</param>
/// <param name="Fault">Present fault code, 0 for none; see <see cref="MotorFault"/>.</param>
/// <param name="ControllerId">The CAN id of this motor, where the firmware tells it.</param>
public readonly record struct MotorValues(int Erpm, double InputVoltage, MotorFault Fault, byte? ControllerId)
{
    /// <summary>Mask bits of COMM_GET_VALUES_SELECTIVE for the fields above: 7 ERPM, 8 input voltage, 15 fault, 17 controller id.</summary>
    internal const uint Mask = (1u << 7) | (1u << 8) | (1u << 15) | (1u << 17);

    internal const uint MaskOfFirmware340 = (1u << 18) - 1;

    // Bytes of the field of each mask bit; bit 18 is three temperatures.
    private static ReadOnlySpan<byte> FieldSizes => [2, 2, 4, 4, 4, 4, 2, 4, 2, 4, 4, 4, 4, 4, 4, 1, 4, 1, 6, 4, 4, 1];

    internal static bool TryParse(uint mask, ReadOnlySpan<byte> fields, out MotorValues values)
    {
        values = default;
        (int? erpm, short? voltage, byte? fault, byte? id) = (null, null, null, null);
        var reader = new PayloadReader(fields);
        for (int bit = 0; bit < FieldSizes.Length; bit++)
        {
            if ((mask & (1u << bit)) == 0)
            {
                continue;
            }

            switch (bit)
            {
                case 7: erpm = reader.Int32(); break;
                case 8: voltage = reader.Int16(); break;
                case 15: fault = reader.Byte(); break;
                case 17: id = reader.Byte(); break;
                default: reader.Skip(FieldSizes[bit]); break;
            }
        }

        if (erpm is null || voltage is null || fault is null)
        {
            return false;
        }

        values = new MotorValues(erpm.Value, voltage.Value / 10.0, (MotorFault)fault.Value, id);
        return true;
    }
}

/// <summary>Fault codes of the firmware that matter to a job. Others exist; the number is kept.</summary>
public enum MotorFault : byte
{
    /// <summary>No fault.</summary>
    None = 0,

    /// <summary>Input above the configured maximum.</summary>
    OverVoltage = 1,

    /// <summary>Input below the configured minimum: a board on USB power alone raises it all the time.</summary>
    UnderVoltage = 2,

    /// <summary>The supply of the microcontroller itself sagged.</summary>
    McuUnderVoltage = 9,

    /// <summary>The watchdog had restarted the board.</summary>
    BootingFromWatchdogReset = 10,

    /// <summary>The firmware found its own code changed.</summary>
    FlashCorruption = 14,

    /// <summary>The stored app configuration is damaged.</summary>
    FlashCorruptionAppConfig = 23,

    /// <summary>The stored motor configuration is damaged.</summary>
    FlashCorruptionMotorConfig = 24,
}

/// <summary>COMM_GET_VALUES_SELECTIVE (50), firmware 3.48 and later: voltage, ERPM, fault and id only. The mask is echoed.</summary>
public readonly record struct GetValuesSelectiveRequest : IRequest<MotorValues>
{
    /// <inheritdoc/>
    public string Name => "GET_VALUES_SELECTIVE";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.GetValuesSelective;
        BinaryPrimitives.WriteUInt32BigEndian(payload[1..], MotorValues.Mask);
        return 5;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out MotorValues reply)
    {
        reply = default;
        return payload.Length >= 5 && payload[0] == (byte)Command.GetValuesSelective
            && BinaryPrimitives.ReadUInt32BigEndian(payload[1..]) == MotorValues.Mask
            && MotorValues.TryParse(MotorValues.Mask, payload[5..], out reply);
    }
}

/// <summary>COMM_GET_VALUES (4): all values at once; for firmware below 3.48, which knows no selection.</summary>
public readonly record struct GetValuesRequest : IRequest<MotorValues>
{
    /// <inheritdoc/>
    public string Name => "GET_VALUES";

    /// <inheritdoc/>
    public RequestClass Class => RequestClass.Identify;

    /// <inheritdoc/>
    public int WritePayload(Span<byte> payload)
    {
        payload[0] = (byte)Command.GetValues;
        return 1;
    }

    /// <inheritdoc/>
    public bool TryReadReply(ReadOnlySpan<byte> payload, out MotorValues reply)
    {
        reply = default;
        return payload.Length > 1 && payload[0] == (byte)Command.GetValues
            && MotorValues.TryParse(MotorValues.MaskOfFirmware340, payload[1..], out reply);
    }
}
