using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>The part of COMM_GET_VALUES that decides whether a board is fit for a job.</summary>
/// <param name="Erpm">Electrical revolutions per minute, signed.</param>
/// <param name="InputVoltage">Supply in volts, in steps of 0.1 V. A board on USB power alone reads a few volts.</param>
/// <param name="Fault">Present fault code, 0 for none; see <see cref="MotorFault"/>.</param>
/// <param name="ControllerId">The CAN id of this motor, if the firmware reports it.</param>
internal readonly record struct MotorValues(int Erpm, double InputVoltage, MotorFault Fault, byte? ControllerId)
{
    /// <summary>Mask bits of COMM_GET_VALUES_SELECTIVE for the fields above: 7 ERPM, 8 input voltage, 15 fault, 17 controller id.</summary>
    internal const uint Mask = (1u << 7) | (1u << 8) | (1u << 15) | (1u << 17);

    internal const uint MaskOfFirmware340 = (1u << 18) - 1;

    // Field sizes in bytes by mask bit; bit 18 is three temperatures.
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
