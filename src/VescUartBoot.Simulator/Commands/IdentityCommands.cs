using System.Buffers.Binary;
using System.Text;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>Identity of the board.</summary>
internal static class IdentityCommands
{
    private const int FieldsWithHardwareCrc = 10;

    /// <summary>COMM_FW_VERSION (0): a list that grew with the versions.</summary>
    public static void FirmwareVersion(Application application, CommandContext context, DeviceFrame frame)
    {
        var options = application.Machine.Options;
        var firmware = application.Firmware;
        if (ReadsPastFlash(application) is { } violation)
        {
            application.Machine.Crash(firmware, violation);
            return;
        }

        byte[] uuid = Uuid(options);
        uuid[11] += (byte)(context.Motor == 2 && firmware.SecondMotorHasOwnUuid ? 1 : 0);
        bool qml = options.CompiledInQml || (application.Qml.IsValid && application.Qml.Size > 0);
        byte qmlFlag = options.CompiledInQml ? (byte)1 : (byte)application.Qml.Flags;
        byte[][] fields =
        [
            [0], // pairing done
            [firmware.Test],
            [HardwareType(options.Family)],
            [options.Family is SimulatedFamily.Bms or SimulatedFamily.Module ? (byte)1 : PackageCommands.Count(application)],
            [0], // phase filters
            [0], // QML of the hardware
            [qml ? qmlFlag : (byte)0],
            [0], // NRF: name, pin
            [0], // firmware name, empty
            HardwareCrc(application),
        ];
        int count = options.Family switch
        {
            SimulatedFamily.Bms or SimulatedFamily.Module => 4,
            SimulatedFamily.Express => fields.Length,
            _ => firmware.ReplyFields,
        };
        context.Reply(
        [
            0, firmware.Major, firmware.Minor, .. Encoding.ASCII.GetBytes(application.Hardware), 0, .. uuid,
            .. fields.Take(count).SelectMany(field => field),
        ]);
    }

    /// <summary>COMM_FW_INFO (157): version and two git hashes.</summary>
    public static void FirmwareInfo(Application application, CommandContext context, DeviceFrame frame)
    {
        var firmware = application.Firmware;
        context.Reply([157, firmware.Major, firmware.Minor, firmware.Test, .. "simulated0"u8, 0, .. "none"u8, 0]);
    }

    private static byte[] Uuid(SimulatedBoardOptions options)
    {
        byte[] uuid = options.Uuid.ToArray();
        if (options.Family == SimulatedFamily.Express)
        {
            uuid.AsSpan(6).Clear();
        }

        return uuid;
    }

    private static byte HardwareType(SimulatedFamily family) => family switch
    {
        SimulatedFamily.Vesc => 0,
        SimulatedFamily.Bms => 1,
        _ => 2,
    };

    /// <summary>
    /// From 6.05 the reply contains a CRC over the stored QML code with the size in its current header. If an erase or a write of staging
    /// changed the header of code that still counts as valid, the CRC reads past the end of flash.
    /// </summary>
    private static string? ReadsPastFlash(Application application)
    {
        long room = (long)SimulatedFlash.BaseAddress + SimulatedFlash.Size - application.Qml.BaseAddress;
        return HasHardwareCrc(application) && application.Qml.IsValid && application.Qml.Size > room
            ? $"FW_VERSION: the CRC over {application.Qml.Size} bytes of QML at {application.Qml.BaseAddress:X8} reads past the end of "
                + "flash"
            : null;
    }

    private static bool HasHardwareCrc(Application application) =>
        application.Machine.Options.Family == SimulatedFamily.Vesc && application.Firmware.ReplyFields == FieldsWithHardwareCrc;

    /// <summary>CRC over custom configurations and QML; 0 on a board with neither.</summary>
    private static byte[] HardwareCrc(Application application)
    {
        byte[] crc = new byte[4];
        if (HasHardwareCrc(application) && application.Qml.IsValid && application.Qml.Size > 0)
        {
            byte[] code = application.Machine.Flash.Read(application.Qml.Sector.Offset + 8, (int)application.Qml.Size);
            BinaryPrimitives.WriteUInt32BigEndian(crc, Crc16.Of(code));
        }

        return crc;
    }
}
