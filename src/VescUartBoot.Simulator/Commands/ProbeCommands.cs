using System.Buffers.Binary;
using System.Globalization;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Swd;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>The debug probe: BM_CONNECT (66) and its companions, on the one blocking thread, and the terminal's own commands.</summary>
internal static class ProbeCommands
{
    public const byte MapPins = 71;
    private const int MostToRead = 509;
    private const int MostToWrite = 400;

    /// <summary>COMM_BM_MAP_PINS_DEFAULT (71).</summary>
    public static void Map(Application application, CommandContext context, DeviceFrame frame) =>
        Answer(application, context, frame, probe => probe.MapPins());

    /// <summary>COMM_BM_MAP_PINS_NRF5X (72): this hardware has no radio pins.</summary>
    public static void MapRadio(Application application, CommandContext context, DeviceFrame frame) =>
        Answer(application, context, frame, _ => 0);

    /// <summary>COMM_BM_CONNECT (66).</summary>
    public static void Connect(Application application, CommandContext context, DeviceFrame frame) =>
        Answer(application, context, frame, probe => probe.Connect());

    /// <summary>COMM_BM_ERASE_FLASH_ALL (67).</summary>
    public static void EraseAll(Application application, CommandContext context, DeviceFrame frame)
    {
        short begun = application.Swd.BeginMassErase();
        Answer(application, context, frame, probe => begun == SwdProbe.Done ? probe.EndMassErase() : begun,
            begun == SwdProbe.Done ? application.Machine.Timing.MassErase : TimeSpan.Zero);
    }

    /// <summary>COMM_BM_WRITE_FLASH (68): data is programmed when another 1 KB block begins, or when another command flushes it.</summary>
    public static void Write(Application application, CommandContext context, DeviceFrame frame)
    {
        if (frame.Payload.Length < 5)
        {
            Refuse(application, context, frame);
            return;
        }

        uint address = BinaryPrimitives.ReadUInt32BigEndian(frame.Payload[1..]);
        byte[] data = frame.Payload[5..].ToArray();
        Answer(application, context, frame, probe => data.Length > MostToWrite ? SwdProbe.Failed : probe.Write(address, data),
            application.Machine.Timing.ProgramByte * data.Length);
    }

    /// <summary>COMM_BM_MEM_READ (80): the reply contains no address.</summary>
    public static void Read(Application application, CommandContext context, DeviceFrame frame)
    {
        if (frame.Payload.Length < 7)
        {
            Refuse(application, context, frame);
            return;
        }

        uint address = BinaryPrimitives.ReadUInt32BigEndian(frame.Payload[1..]);
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame.Payload[5..]);
        byte id = frame.Payload[0];
        application.OnBlockingThread(application.Machine.Timing.SwdByte * length, () =>
        {
            byte[] data = new byte[Math.Min(length, MostToRead)];
            short result = length > MostToRead ? SwdProbe.Failed : application.Swd.Read(address, data);
            context.Reply([id, (byte)(result >> 8), (byte)result, .. result == SwdProbe.Done ? data : []]);
        });
    }

    /// <summary>COMM_BM_REBOOT (69).</summary>
    public static void Restart(Application application, CommandContext context, DeviceFrame frame) =>
        Answer(application, context, frame, probe => probe.Restart());

    /// <summary>COMM_BM_DISCONNECT (70).</summary>
    public static void Release(Application application, CommandContext context, DeviceFrame frame)
    {
        byte id = frame.Payload[0];
        application.OnBlockingThread(TimeSpan.Zero, () =>
        {
            application.Swd.Release();
            context.Reply(id);
        });
    }

    /// <summary>COMM_BM_HALT_REQ (116): connecting always halts the target.</summary>
    public static void Halt(Application application, CommandContext context, DeviceFrame frame)
    {
        byte id = frame.Payload[0];
        application.OnBlockingThread(TimeSpan.Zero, () => context.Reply(id));
    }

    /// <summary>COMM_BM_WRITE_FLASH_LZO (83) and COMM_BM_MEM_WRITE (125): not used by the library and refused.</summary>
    public static void Refuse(Application application, CommandContext context, DeviceFrame frame) =>
        Answer(application, context, frame, _ => SwdProbe.NotConnected);

    /// <summary>Executes a terminal command of the probe. Returns false for other commands.</summary>
    public static bool RunOnTerminal(Application application, string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool erases = application.Machine.Wires?.Options.TerminalErases != false;
        switch (words)
        {
            case ["bm_swdp_scan"]:
                application.Print(application.Machine.Wires is { Carry: true }
                    ? "Available Targets:\n1 STM32F40x\n"
                    : "SW-DP scan failed!\n");
                return true;
            case ["bm_attach", "1"]:
                application.Print(application.Swd.AttachFromTerminal() ? "Attached to target 1\n" : "Attaching to target failed\n");
                return true;
            case ["bm_flash_erase", var address, var length] when erases
                && uint.TryParse(address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint from)
                && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out int count):
                var sectors = application.Swd.SectorsOf(from, count);
                var time = sectors.Aggregate(TimeSpan.Zero, (sum, sector) => sum + application.Machine.Timing.Erase(sector));
                application.OccupyBlockingThread(time, () =>
                    application.Print(sectors.Count > 0 && application.Swd.EndErase(sectors) ? "Flash erased\n" : "Flash erase failed\n"));
                return true;
            case ["bm_flash_erase", ..] when erases:
                application.Print("This command takes an address and a length\n");
                return true;
            default:
                return false;
        }
    }

    private static void Answer(
        Application application, CommandContext context, DeviceFrame frame, Func<SwdProbe, short> run, TimeSpan time = default)
    {
        byte id = frame.Payload[0];
        application.OnBlockingThread(time, () =>
        {
            short result = run(application.Swd);
            context.Reply(id, (byte)(result >> 8), (byte)result);
        });
    }
}
