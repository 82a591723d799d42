using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>Erase and write of the staging and bootloader sectors. Like the firmware, these commands check neither range nor
/// content.</summary>
internal static class FlashCommands
{
    private const uint StagingAddress = SimulatedFlash.BaseAddress + SimulatedFlash.StagingOffset;
    private const int BootloaderSector = 11;

    /// <summary>COMM_ERASE_NEW_APP (2): erases each of sectors 8 to 10 that begins within the given number of bytes.</summary>
    public static void EraseNewApp(Application application, CommandContext context, DeviceFrame frame)
    {
        uint end = unchecked(StagingAddress + frame.UncheckedUInt32(1));
        int[] sectors = [.. Enumerable.Range(8, 3)
            .Where(sector => end > SimulatedFlash.BaseAddress + (uint)SimulatedFlash.Sectors[sector].Offset)];
        application.StopLisp();
        Erase(application, context, sectors, 2, staysLocked: false);
    }

    /// <summary>COMM_ERASE_BOOTLOADER (73): erases sector 11, whatever its content.</summary>
    public static void EraseBootloader(Application application, CommandContext context, DeviceFrame frame) =>
        Erase(application, context, [BootloaderSector], 73, application.Firmware.StaysLockedOnFlashError);

    /// <summary>COMM_WRITE_NEW_APP_DATA (3): writes any bytes at any offset.</summary>
    public static void WriteNewAppData(Application application, CommandContext context, DeviceFrame frame)
    {
        if (frame.Payload.Length < 5)
        {
            Underflow(application, context, frame, StagingAddress, ReplyToWrite);
            return;
        }

        uint offset = frame.UncheckedUInt32(1);
        Write(application, context, offset, frame.Payload[5..].ToArray());
    }

    /// <summary>COMM_WRITE_NEW_APP_DATA_LZO (81): programs the output of the unpacker, whatever length the packet states. Replies as
    /// command 3.</summary>
    public static void WriteNewAppDataLzo(Application application, CommandContext context, DeviceFrame frame)
    {
        if (frame.Payload.Length < 7)
        {
            Underflow(application, context, frame, StagingAddress, ReplyToWrite);
            return;
        }

        Write(application, context, frame.UncheckedUInt32(1), LzoUnpacker.Unpack(frame.Payload[7..]));
    }

    /// <summary>Programs bytes at an offset from the staging area and replies as command 3.</summary>
    public static void Write(Application application, CommandContext context, uint offset, byte[] data)
    {
        application.Flash.Release(context, atRest =>
        {
            if (atRest)
            {
                application.Flash.Program(context, unchecked(StagingAddress + offset), data, codeSector: 0,
                    ok => ReplyToWrite(application, context, offset, ok));
            }
            else
            {
                ReplyToWrite(application, context, offset, false);
            }
        });
    }

    /// <summary>
    /// A write shorter than its header: the length wraps below zero, and about 4 GiB are programmed from RAM, at an offset that partly
    /// contains data of earlier traffic. Flash after that offset is lost; at its end the processor faults.
    /// </summary>
    public static void Underflow(
        Application application, CommandContext context, DeviceFrame frame, uint baseAddress,
        Action<Application, CommandContext, uint, bool> reply)
    {
        uint offset = frame.UncheckedUInt32(1);
        uint address = unchecked(baseAddress + offset);
        application.Machine.Record.Violations.Add(
            $"short write of {frame.Payload.Length} bytes: the length underflows, flash is overwritten from {address:X8} on");
        byte[] stale = frame.Unchecked(5, 512);
        long room = (long)SimulatedFlash.BaseAddress + SimulatedFlash.Size - address;
        byte[] ram = new byte[address >= SimulatedFlash.BaseAddress && room > 0 ? room + 1 : 1];
        for (int i = 0; i < ram.Length; i++)
        {
            ram[i] = i < stale.Length ? stale[i] : AddressSpace.Ram((uint)(0x2000_4000 + i));
        }

        application.Flash.Release(context, atRest =>
        {
            if (atRest)
            {
                application.Flash.Program(context, address, ram, codeSector: 0, static _ => { });
            }
            else
            {
                reply(application, context, offset, false);
            }
        });
    }

    private static void ReplyToWrite(Application application, CommandContext context, uint offset, bool ok) =>
        context.Reply([3, ok ? (byte)1 : (byte)0, .. application.Firmware.EchoesOffset ? Echo(offset) : []]);

    public static byte[] Echo(uint offset) => [(byte)(offset >> 24), (byte)(offset >> 16), (byte)(offset >> 8), (byte)offset];

    private static void Erase(Application application, CommandContext context, int[] sectors, byte id, bool staysLocked) =>
        application.Flash.Release(context, atRest =>
        {
            if (atRest)
            {
                application.Flash.Erase(context, sectors, staysLocked, ok => context.Reply(id, ok ? (byte)1 : (byte)0));
            }
            else
            {
                context.Reply(id, 0);
            }
        });
}
