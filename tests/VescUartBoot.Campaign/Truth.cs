using System.Buffers.Binary;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Campaign;

/// <summary>What flash really holds, judged from its bytes alone and with nothing of the library that is tested.</summary>
internal static class Truth
{
    private const int BootloaderAt = SimulatedFlash.BootloaderOffset;

    private static readonly (string Name, ReadOnlyMemory<byte> Content)[] _images =
    [
        ("present", Contents.Present.Content), ("old", Contents.Old.Content), ("custom", Contents.Custom.Content),
    ];

    public static ReadOnlySpan<byte> Sector(ReadOnlySpan<byte> flash, int sector) =>
        flash.Slice(SimulatedFlash.Sectors[sector].Offset, SimulatedFlash.Sectors[sector].Size);

    public static bool IsBlank(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0xFF);

    public static bool SectorIs(ReadOnlySpan<byte> flash, ReadOnlySpan<byte> content)
    {
        var sector = flash[BootloaderAt..];
        return sector.StartsWith(content) && IsBlank(sector[content.Length..]);
    }

    /// <summary>The image at the start of the bootloader sector, and whether all is blank behind it.</summary>
    public static (string? Image, bool Clean) ImageIn(ReadOnlySpan<byte> flash)
    {
        var sector = flash[BootloaderAt..];
        foreach (var (name, content) in _images)
        {
            if (sector.StartsWith(content.Span))
            {
                return (name, IsBlank(sector[content.Length..]));
            }
        }

        return (null, false);
    }

    /// <summary>Whether the vectors in the sector are those of a bootloader: stack in RAM, reset in this very sector.</summary>
    public static bool VectorsFit(ReadOnlySpan<byte> flash)
    {
        uint stack = BinaryPrimitives.ReadUInt32LittleEndian(flash[BootloaderAt..]);
        uint reset = BinaryPrimitives.ReadUInt32LittleEndian(flash[(BootloaderAt + 4)..]);
        return stack >> 16 is 0x2000 or 0x2001 or 0x1000 && reset is >= 0x080E0000 and < 0x08100000 && (reset & 1) == 1;
    }

    /// <summary>A jump would start it: a bootloader of simulated boards, whatever stands behind it.</summary>
    public static bool BootloaderRuns(ReadOnlySpan<byte> flash) => ImageIn(flash).Image is "present" or "old";

    /// <summary>Whether any bootloader would install what waits in staging.</summary>
    public static bool StagedIsWhole(ReadOnlySpan<byte> flash)
    {
        var staging = flash[SimulatedFlash.StagingOffset..];
        uint length = BinaryPrimitives.ReadUInt32BigEndian(staging);
        length = staging[0] == 0xCC ? length & 0xFF_FFFF : length;
        return length is > 0 and <= 393_216
            && Crc16.Of(staging.Slice(6, (int)length)) == BinaryPrimitives.ReadUInt16BigEndian(staging[4..]);
    }

    /// <summary>All that runs is as it was: the application but for the settings between its parts.</summary>
    public static bool SameApplication(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other, string? firmware)
    {
        int size = firmware is null ? 0x8_0000 : FirmwareProfiles.Named(firmware).ImageSize;
        return one[..0x4000].SequenceEqual(other[..0x4000]) && one[0xC000..size].SequenceEqual(other[0xC000..size]);
    }

    /// <summary>The application is this image but for what its first start writes.</summary>
    public static bool Runs(ReadOnlySpan<byte> flash, string version)
    {
        var image = SimulatedImage.Installed(FirmwareProfiles.Named(version),
            "60_MK6").Span[..FirmwareProfiles.Named(version).ImageSize];
        return (flash[..0x4000].SequenceEqual(image[..0x4000]) && flash[0xC000..(image.Length - 8)].SequenceEqual(image[0xC000..^8]))
            || (Variants.In(flash) is { } released && released.Version == version);
    }

    /// <summary>The sectors that differ.</summary>
    public static List<int> Changed(byte[] before, byte[] after) =>
        [.. Enumerable.Range(0, 12).Where(s => !Sector(before, s).SequenceEqual(Sector(after, s)))];

    /// <summary>What a store of code holds by its header: <see langword="null"/> if nothing valid.</summary>
    public static byte[]? StoredCode(ReadOnlySpan<byte> flash, int sector)
    {
        var bytes = Sector(flash, sector);
        uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return size <= 131_064 && Crc16.Of(bytes.Slice(6, (int)size + 2)) == BinaryPrimitives.ReadUInt16BigEndian(bytes[4..])
            ? bytes[..((int)size + 8)].ToArray()
            : null;
    }

    /// <summary>What the settings sectors hold of a kind: 1 motor, 2 application, 3 second motor.</summary>
    public static byte[]? Setting(byte[] flash, byte kind)
    {
        var copy = new SimulatedFlash();
        copy.Load(0x4000, flash.AsSpan(0x4000, 0x8000));
        return new SettingsPages(copy).Load(kind);
    }

    /// <summary>Whether flash may hold these settings of a kind, by what this firmware makes of what it is given.</summary>
    public static bool HasSetting(byte[] flash, byte kind, string? firmware, ReadOnlySpan<byte> given) =>
        Setting(flash, kind) is { } held && IsKeptAs(held, kind, firmware, given);

    /// <summary>Whether what is held is what this firmware makes of what it was given; its offsets are the board's own.</summary>
    public static bool IsKeptAs(byte[] held, byte kind, string? firmware, ReadOnlySpan<byte> given) =>
        given.SequenceEqual(held)
        || (firmware is not null
            && SettingsForm.Of(FirmwareProfiles.Named(firmware), "60_MK6", isApplication: kind == 2)?.IsKeptAs(given, held) == true);
}
