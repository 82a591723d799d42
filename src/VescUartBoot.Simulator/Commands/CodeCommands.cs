using System.Buffers.Binary;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>QML and Lisp code. The reads give access to all memory, because negative offsets are not checked.</summary>
internal static class CodeCommands
{
    private const int MaxRead = 502;
    private const uint CompiledInAddress = 0x0803_1234;
    private const int CompiledInSize = 4321;

    /// <summary>COMM_GET_QML_UI_APP (118).</summary>
    public static void ReadQml(Application application, CommandContext context, DeviceFrame frame)
    {
        if (application.Machine.Options.CompiledInQml)
        {
            Read(application, context, frame, CompiledInAddress, CompiledInSize);
        }
        else
        {
            Read(application, context, frame, application.Qml);
        }
    }

    /// <summary>COMM_LISP_READ_CODE (130).</summary>
    public static void ReadLisp(Application application, CommandContext context, DeviceFrame frame) =>
        Read(application, context, frame, application.Lisp);

    /// <summary>COMM_QMLUI_ERASE (120).</summary>
    public static void EraseQml(Application application, CommandContext context, DeviceFrame frame) =>
        Erase(application, context, 120, [application.Firmware.QmlSector], application.Qml);

    /// <summary>COMM_LISP_ERASE_CODE (132): stops Lisp and, from 6.06, also erases its heap.</summary>
    public static void EraseLisp(Application application, CommandContext context, DeviceFrame frame)
    {
        application.StopLisp();
        int heap = application.Firmware.LispHeapSector;
        Erase(application, context, 132, heap == 0 ? [application.Firmware.LispSector] : [application.Firmware.LispSector, heap],
            application.Lisp);
    }

    /// <summary>COMM_QMLUI_WRITE (121).</summary>
    public static void WriteQml(Application application, CommandContext context, DeviceFrame frame) =>
        Write(application, context, frame, 121, application.Qml);

    /// <summary>COMM_LISP_WRITE_CODE (131).</summary>
    public static void WriteLisp(Application application, CommandContext context, DeviceFrame frame) =>
        Write(application, context, frame, 131, application.Lisp);

    private static void Read(Application application, CommandContext context, DeviceFrame frame, CodeStore code)
    {
        if (code.IsValid)
        {
            Read(application, context, frame, code.BaseAddress, (int)code.Size);
        }
        else if (application.Firmware.AnswersEmptyCode)
        {
            context.Reply([frame.Payload[0], .. new byte[8]]);
        }
    }

    private static void Read(Application application, CommandContext context, DeviceFrame frame, uint start, int total)
    {
        int length = (int)frame.UncheckedUInt32(1);
        int offset = (int)frame.UncheckedUInt32(5);
        if (unchecked(length + offset) > total || length > MaxRead)
        {
            return;
        }

        if (application.Machine.Options.ClosedReadPath && (offset < 0 || length < 0))
        {
            return;
        }

        if (length < 0)
        {
            application.Machine.Crash(application.Firmware, $"read of {length} bytes: the copy runs through all of memory");
            return;
        }

        byte[] data = new byte[length];
        uint address = unchecked(start + (uint)offset);
        if (!application.Machine.Memory.TryRead(address, data))
        {
            application.Machine.Crash(application.Firmware, $"read of {length} bytes at {address:X8}, where nothing is");
            return;
        }

        byte[] head = new byte[9];
        head[0] = frame.Payload[0];
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), total);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(5), offset);
        context.Reply([.. head, .. data]);
    }

    private static void Erase(Application application, CommandContext context, byte id, int[] sectors, CodeStore code)
    {
        if (application.Firmware.ErasesCodeByFirstByte)
        {
            // The blank check of the firmware never advances past the first byte of a sector.
            sectors = [.. sectors.Where(sector => !application.Machine.Flash.IsBlank(SimulatedFlash.Sectors[sector].Offset, 1))];
        }

        application.Flash.Release(context, atRest =>
        {
            if (atRest)
            {
                application.Flash.Erase(context, sectors, staysLocked: false, ok =>
                {
                    code.Forget();
                    context.Reply(id, ok ? (byte)1 : (byte)0);
                });
            }
            else
            {
                context.Reply(id, 0);
            }
        });
    }

    private static void Write(Application application, CommandContext context, DeviceFrame frame, byte id, CodeStore code)
    {
        uint start = SimulatedFlash.BaseAddress + (uint)code.Sector.Offset;
        void Reply(Application _, CommandContext asked, uint offset, bool ok)
        {
            if (ok)
            {
                code.Forget();
            }

            asked.Reply([id, ok ? (byte)1 : (byte)0, .. FlashCommands.Echo(offset)]);
        }

        if (frame.Payload.Length < 5)
        {
            FlashCommands.Underflow(application, context, frame, start, Reply);
            return;
        }

        uint offset = frame.UncheckedUInt32(1);
        byte[] data = frame.Payload[5..].ToArray();
        application.Flash.Release(context, atRest =>
        {
            if (atRest)
            {
                application.Flash.Program(context, unchecked(start + offset), data, code.Sector.Index,
                    ok => Reply(application, context, offset, ok));
            }
            else
            {
                Reply(application, context, offset, false);
            }
        });
    }
}
