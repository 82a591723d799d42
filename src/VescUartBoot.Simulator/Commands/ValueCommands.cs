using System.Buffers.Binary;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>Measured values of the board.</summary>
internal static class ValueCommands
{
    private const uint OldestFields = 0x3_FFFF;

    /// <summary>COMM_GET_VALUES (4): all fields of this version.</summary>
    public static void GetValues(Application application, CommandContext context, DeviceFrame frame) =>
        context.Reply([4, .. Fields(application, context, uint.MaxValue)]);

    /// <summary>COMM_GET_VALUES_SELECTIVE (50): the fields whose bits are set.</summary>
    public static void GetValuesSelective(Application application, CommandContext context, DeviceFrame frame)
    {
        uint mask = frame.UncheckedUInt32(1);
        context.Reply([50, .. BigEndian(mask, 4), .. Fields(application, context, mask)]);
    }

    /// <summary>COMM_GET_VALUES_SETUP_SELECTIVE (51): of its fields only bit 21, the uptime in milliseconds, is simulated.</summary>
    public static void GetValuesSetupSelective(Application application, CommandContext context, DeviceFrame frame)
    {
        uint mask = frame.UncheckedUInt32(1);
        var uptime = application.Machine.Clock.Now - application.Machine.StartedAt;
        byte[] value = (mask & (1u << 21)) != 0 ? BigEndian((uint)uptime.TotalMilliseconds, 4) : [];
        context.Reply([51, .. BigEndian(mask, 4), .. value]);
    }

    private static byte[] Fields(Application application, CommandContext context, uint mask)
    {
        var machine = application.Machine;
        var motor = machine.Motors[context.Motor - 1];
        if ((application.Firmware.Commands & FirmwareCommands.Selective) == FirmwareCommands.None)
        {
            mask &= OldestFields;
        }

        byte id = machine.CanId(context.Motor);
        byte[][] fields =
        [
            BigEndian(250, 2), // FET temperature, 25.0
            BigEndian(230, 2), // motor temperature
            BigEndian(0, 4), // motor current
            BigEndian(0, 4), // input current
            BigEndian(0, 4), // id
            BigEndian(0, 4), // iq
            BigEndian(motor.Held ? 100u : 0, 2), // duty
            BigEndian((uint)motor.Erpm, 4),
            BigEndian((uint)(short)Math.Round(machine.Voltage * 10), 2),
            BigEndian(0, 4), // Ah
            BigEndian(0, 4), // Ah charged
            BigEndian(0, 4), // Wh
            BigEndian(0, 4), // Wh charged
            BigEndian(0, 4), // tachometer
            BigEndian(0, 4), // absolute tachometer
            [machine.FaultCode],
            BigEndian(0, 4), // position
            [id],
            [.. BigEndian(250, 2), .. BigEndian(251, 2), .. BigEndian(249, 2)],
            BigEndian(0, 4), // vd
            BigEndian(0, 4), // vq
            [0], // status
        ];
        return [.. fields.Where((_, bit) => (mask & (1u << bit)) != 0).SelectMany(field => field)];
    }

    private static byte[] BigEndian(uint value, int size)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes[(4 - size)..];
    }
}
