using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Boards;

/// <summary>Initial flash content of a board and the firmware that it contains.</summary>
internal static class BoardContents
{
    public static void Fill(SimulatedFlash flash, SimulatedBoardOptions options)
    {
        if (!options.Flash.IsEmpty)
        {
            if (options.Flash.Length != SimulatedFlash.Size)
            {
                throw new SimulatorException($"A flash image has {SimulatedFlash.Size} bytes, this one {options.Flash.Length}.");
            }

            flash.Load(0, options.Flash.Span);
            return;
        }

        var firmware = FirmwareProfiles.Named(options.Firmware);
        flash.LoadShared(SimulatedImage.Installed(firmware, options.Hardware));
        Put(flash, "staged image", SimulatedFlash.StagingOffset, 0x6_0000, options.Staging);
        PutCode(flash, "QML", firmware.QmlSector, options.Qml, flags: 1);
        PutCode(flash, "Lisp", firmware.LispSector, options.Lisp, flags: 0);
        Put(flash, "bootloader", SimulatedFlash.BootloaderOffset, 0x2_0000, options.Bootloader);
        if (!options.PackageData.IsEmpty)
        {
            if (firmware.NvmSector == 0)
            {
                throw new SimulatorException($"Firmware {firmware.Name} has no storage for packages; 6.02 and later have.");
            }

            var sector = SimulatedFlash.Sectors[firmware.NvmSector];
            Put(flash, "package data", sector.Offset + options.PackageDataOffset, sector.Size - options.PackageDataOffset,
                options.PackageData);
        }
    }

    public static FirmwareIdentity? Identify(SimulatedFlash flash, SimulatedBoardOptions options)
    {
        if (SimulatedImage.Identify(flash) is { } simulated)
        {
            return simulated;
        }

        // Callers with a catalogue identify real images.
        foreach (int size in options.KnownFirmware is null ? [] : (int[])[393_208, 524_280])
        {
            byte[] image = flash.Read(0, size);
            image.AsSpan(size - 8).Fill(0xFF);
            foreach (byte fill in (byte[])[0x00, 0xFF])
            {
                image.AsSpan(0x4000, 0x8000).Fill(fill);
                if (options.KnownFirmware!(image) is { } known)
                {
                    return new FirmwareIdentity(FirmwareProfiles.Named(known.Version), known.Hardware);
                }
            }
        }

        return null;
    }

    private static void Put(SimulatedFlash flash, string what, int offset, int room, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > room || room < 0)
        {
            throw new SimulatorException($"The {what} has {bytes.Length} bytes; there is room for {Math.Max(0, room)}.");
        }

        flash.Load(offset, bytes.Span);
    }

    private static void PutCode(SimulatedFlash flash, string what, int sector, ReadOnlyMemory<byte> code, ushort flags)
    {
        if (code.IsEmpty)
        {
            return;
        }

        if (sector == 0)
        {
            throw new SimulatorException($"This firmware stores no {what}.");
        }

        flash.Blank(sector);
        Put(flash, what, SimulatedFlash.Sectors[sector].Offset, 0x2_0000, SimulatedImage.StoredCode(code.Span, flags));
    }
}
