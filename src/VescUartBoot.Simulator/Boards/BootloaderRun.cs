using System.Buffers.Binary;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Boards;

/// <summary>A run of the bootloader: it checks the staged image, erases, copies and resets. It does not verify the copy.</summary>
internal sealed class BootloaderRun(Machine machine, SimulatedBootloader bootloader)
{
    private const int MaxStored = 393_216;
    private const int HeaderSize = 6;
    private const int ApplicationSize = 0x8_0000;
    private const byte PackedMark = 0xCC;
    private const int MaxTries = 5;
    private int _failures;

    public void Begin()
    {
        byte[] header = machine.Flash.Read(SimulatedFlash.StagingOffset, HeaderSize);
        uint length = BinaryPrimitives.ReadUInt32BigEndian(header);
        bool packed = header[0] == PackedMark && bootloader.Unpacks;
        length = packed ? length & 0xFF_FFFF : length;
        if (length > MaxStored)
        {
            Leave(BootloaderResult.BadLength, -1, "red", 3);
        }
        else if (length == 0)
        {
            Leave(BootloaderResult.NoLength, -2, "red", 4);
        }
        else
        {
            byte[] data = machine.Flash.Read(SimulatedFlash.StagingOffset + HeaderSize, (int)length);
            bool whole = Crc16.Of(data) == BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4));
            machine.After(machine.Timing.StagedCheck, () =>
            {
                if (whole)
                {
                    Erase(0, packed ? HeatshrinkUnpacker.Unpack(data) : data, packed ? ApplicationSize : (int)length);
                }
                else
                {
                    Leave(BootloaderResult.BadCrc, -3, "red", 5);
                }
            });
        }
    }

    /// <summary>A packed image erases all application sectors, a plain one the sectors that it covers. Both erase the settings.</summary>
    private void Erase(int sector, byte[] image, int erased)
    {
        var next = SimulatedFlash.Sectors[sector];
        if (next.Offset >= Math.Min(erased, ApplicationSize))
        {
            Copy(0, image, erased);
            return;
        }

        if (Accident(fault => fault is OnCopyErase at && at.Sector == sector) is { } accident)
        {
            if (accident.What is CutPower)
            {
                machine.Flash.EraseHalfway(sector, ref machine.Chance, 0.5);
            }

            Strike(accident, image, erased);
            return;
        }

        machine.Work(new EraseOperation([sector], machine.Timing) { Duration = machine.Timing.Erase(next) },
            () => Erase(sector + 1, image, erased));
    }

    private void Copy(int at, byte[] image, int erased)
    {
        int end = Math.Min(image.Length, ApplicationSize);
        if (at >= end)
        {
            Leave(BootloaderResult.Written, 9, "green", 3);
            return;
        }

        int stop = Math.Min(end, SimulatedFlash.SectorAt(at).End);
        if (Accident(fault => fault is OnCopy copy && copy.Byte >= at && copy.Byte < stop) is { } accident)
        {
            machine.Flash.Program(at, image.AsSpan(at, ((OnCopy)accident.When).Byte - at));
            Strike(accident, image, erased);
            return;
        }

        var perByte = machine.Timing.ProgramByte;
        machine.Work(new ProgramOperation(at, image.AsMemory(at, stop - at), perByte) { Duration = perByte * (stop - at) },
            () => Copy(stop, image, erased));
    }

    private Fault? Accident(Predicate<FaultTrigger> at) => machine.Faults.TakeCopying(at);

    private void Strike(Fault fault, byte[] image, int erased)
    {
        if (fault.What is not Refuse)
        {
            machine.NoteBootloader(BootloaderResult.Interrupted);
            machine.Suffer(fault.What);
        }
        else if (++_failures == MaxTries)
        {
            Leave(BootloaderResult.FlashError, null, "red", 8);
        }
        else
        {
            machine.NoteBootloader(BootloaderResult.FlashError, null, Blinks("red", 1));
            machine.After(bootloader.Blinks ? machine.Timing.Blink : TimeSpan.Zero, () => Erase(0, image, erased));
        }
    }

    private void Leave(BootloaderResult result, int? code, string color, int times)
    {
        machine.NoteBootloader(result, code, Blinks(color, times));
        machine.LeaveBootloader(bootloader.Blinks ? machine.Timing.Blink * times : TimeSpan.Zero);
    }

    private string? Blinks(string color, int times) => bootloader.Blinks ? $"{color} {times}" : null;
}
