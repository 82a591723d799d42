using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Creates and recognises the images of simulated boards. They contain no code, but a marker that selects the behaviour.</summary>
/// <remarks>
/// A firmware image has the size, vectors, empty settings sectors and approximate compressibility of a real image. The marker determines
/// every byte, so damage is detected.
/// </remarks>
public static class SimulatedImage
{
    private const int MarkerOffset = 0x200;
    private const int MarkerSize = 64;
    private const int RandomPerKilobyte = 612;
    private static readonly byte[] FirmwareMagic = "SIMVESC1"u8.ToArray();
    private static readonly ConcurrentDictionary<(string Version, string Hardware), ReadOnlyMemory<byte>> Made = new();

    /// <summary>Creates a firmware image that makes a simulated board behave as <paramref name="version"/> on
    /// <paramref name="hardware"/>.</summary>
    /// <exception cref="SimulatorException">The version does not exist, or the name is empty or longer than 26 characters.</exception>
    public static byte[] Firmware(string version, string hardware)
    {
        var firmware = FirmwareProfiles.Named(version);
        byte[] image = Installed(firmware, hardware)[..firmware.ImageSize].ToArray();
        image.AsSpan(image.Length - 8).Fill(0xFF);
        image.AsSpan(0x4000, 0x8000).Fill(firmware.SettingsFill);
        return image;
    }

    /// <summary>Returns the firmware that a board with this flash content (from offset 0) runs; <see langword="null"/> if none
    /// runs.</summary>
    public static FirmwareIdentity? Identify(ReadOnlySpan<byte> image)
    {
        if (ReadMarker(image) is not { } identity)
        {
            return null;
        }

        var whole = Installed(identity.Firmware, identity.Hardware).Span[..identity.Firmware.ImageSize];
        return image.Length >= whole.Length && SameCode(image[..whole.Length], whole) ? identity : null;
    }

    /// <summary>Returns the firmware in flash, as <see cref="Identify(ReadOnlySpan{byte})"/>, without a check of unchanged
    /// sectors.</summary>
    internal static FirmwareIdentity? Identify(SimulatedFlash flash)
    {
        if (ReadMarker(flash.Read(0, MarkerOffset + MarkerSize)) is not { } identity)
        {
            return null;
        }

        var whole = Installed(identity.Firmware, identity.Hardware);
        foreach (var sector in SimulatedFlash.Sectors)
        {
            int count = Math.Min(sector.End, identity.Firmware.ImageSize - 8) - sector.Offset;
            if (count <= 0 || sector.Index is 1 or 2)
            {
                continue;
            }

            flash.ShareIfSame(sector.Index, whole);
            if (!flash.IsSharedWith(sector.Index, whole)
                && !flash.Read(sector.Offset, count).AsSpan().SequenceEqual(whole.Span.Slice(sector.Offset, count)))
            {
                return null;
            }
        }

        return identity;
    }

    /// <summary>Returns the image as staged by an upload at the start of sector 8: length, CRC and data, optionally packed.</summary>
    /// <param name="image">The plain image.</param>
    /// <param name="packed">Whether to pack with heatshrink 13/5, which bootloaders before 2022 do not support.</param>
    public static byte[] Staged(ReadOnlySpan<byte> image, bool packed)
    {
        byte[] data = packed ? HeatshrinkPacker.Pack(image) : image.ToArray();
        byte[] staged = new byte[data.Length + 6];
        BinaryPrimitives.WriteUInt32BigEndian(staged, (uint)data.Length | (packed ? 0xCC00_0000u : 0));
        BinaryPrimitives.WriteUInt16BigEndian(staged.AsSpan(4), Crc16.Of(data));
        data.CopyTo(staged, 6);
        return staged;
    }

    /// <summary>Returns code as stored in a QML or Lisp sector: size, CRC over flags and data, flags, data.</summary>
    public static byte[] StoredCode(ReadOnlySpan<byte> code, ushort flags)
    {
        byte[] stored = new byte[code.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(stored, code.Length);
        BinaryPrimitives.WriteUInt16BigEndian(stored.AsSpan(6), flags);
        code.CopyTo(stored.AsSpan(8));
        BinaryPrimitives.WriteUInt16BigEndian(stored.AsSpan(4), Crc16.Of(stored.AsSpan(6)));
        return stored;
    }

    /// <summary>Creates a bootloader for simulated boards with vectors, size and tail like a real one.</summary>
    /// <param name="unpacks">Whether it supports packed images (as builds from 2022); its size is then 5200 bytes, otherwise 3728.</param>
    /// <param name="blinks">Whether it blinks, which takes time, as builds for boards with LEDs do.</param>
    public static byte[] Bootloader(bool unpacks = true, bool blinks = false) => SimulatedBootloader.Make(unpacks, blinks);

    /// <summary>Returns the image as in flash after its first run: settings formatted, CRC written, whole sectors. Immutable and shared by
    /// all boards.</summary>
    internal static ReadOnlyMemory<byte> Installed(FirmwareProfile firmware, string hardware)
    {
        if (hardware.Length is 0 or > 26 || !Ascii.IsValid(hardware))
        {
            throw new SimulatorException($"\"{hardware}\" is not a hardware name: 1 to 26 ASCII characters, such as 60_MK6.");
        }

        return Made.GetOrAdd((firmware.Name, hardware), static key => Make(FirmwareProfiles.Named(key.Version), key.Hardware));
    }

    /// <summary>Returns the result of the application's self-check at its start.</summary>
    /// <remarks>The check words of an image not created by the simulator are accepted: its CRC is unknown.</remarks>
    internal static CheckState Check(SimulatedFlash flash, FirmwareIdentity identity)
    {
        int at = identity.Firmware.ImageSize - 8;
        if (!identity.Firmware.ChecksItself)
        {
            return CheckState.Right;
        }

        if (flash.IsBlank(at, 8))
        {
            return CheckState.Missing;
        }

        bool right = ReadMarker(flash.Read(0, MarkerOffset + MarkerSize)) is null
            || flash.Read(at, 8).AsSpan().SequenceEqual(Installed(identity.Firmware, identity.Hardware).Span.Slice(at, 8));
        return right ? CheckState.Right : CheckState.Wrong;
    }

    /// <summary>Whether two images differ only where a running application changes itself: settings, and the CRC written at the first
    /// start.</summary>
    private static bool SameCode(ReadOnlySpan<byte> image, ReadOnlySpan<byte> whole) =>
        image[..0x4000].SequenceEqual(whole[..0x4000]) && image[0xC000..^8].SequenceEqual(whole[0xC000..^8]);

    internal static FirmwareIdentity? ReadMarker(ReadOnlySpan<byte> image)
    {
        if (image.Length < MarkerOffset + MarkerSize || !image[MarkerOffset..].StartsWith(FirmwareMagic))
        {
            return null;
        }

        string version = ReadText(image.Slice(MarkerOffset + 8, 16));
        string hardware = ReadText(image.Slice(MarkerOffset + 24, 32));
        var firmware = FirmwareProfiles.All.FirstOrDefault(row => row.Name == version);
        return firmware is null || hardware.Length is 0 or > 26 ? null : new FirmwareIdentity(firmware, hardware);
    }

    private static ReadOnlyMemory<byte> Make(FirmwareProfile firmware, string hardware)
    {
        byte[] image = new byte[firmware.ImageSize];
        var random = new SimulatedRandom(BinaryPrimitives.ReadUInt64LittleEndian(
            System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes($"{firmware.Name}/{hardware}"))));
        for (int at = 0; at < image.Length; at += 1024)
        {
            random.Fill(image.AsSpan(at, Math.Min(RandomPerKilobyte, image.Length - at)));
        }

        for (int i = 0; i < 98; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(i * 4),
                i == 0 ? 0x2000_0800u : 0x0800_C001u + (i == 1 ? 0u : (uint)random.Next(0x2000) * 2));
        }

        image.AsSpan(MarkerOffset, MarkerSize).Clear();
        FirmwareMagic.CopyTo(image, MarkerOffset);
        Encoding.ASCII.GetBytes(firmware.Name).CopyTo(image, MarkerOffset + 8);
        Encoding.ASCII.GetBytes(hardware).CopyTo(image, MarkerOffset + 24);
        // Placed as in real images, so that the hardware of a file can be found.
        Encoding.ASCII.GetBytes($"org.vesc.{hardware}\0").CopyTo(image, MarkerOffset + MarkerSize);
        SettingsPages.Format(image.AsSpan(0x4000, 0x8000));
        if (firmware.ChecksItself)
        {
            CheckWords(image).CopyTo(image, image.Length - 8);
        }
        else
        {
            image.AsSpan(image.Length - 8).Fill(0xFF);
        }

        byte[] sectors = new byte[(image.Length + 0x1_FFFF) & ~0x1_FFFF];
        sectors.AsSpan().Fill(0xFF);
        image.CopyTo(sectors, 0);
        return sectors;
    }

    /// <summary>Returns the data that an application writes to its end at the first start: a flag, and the CRC of the flash
    /// content.</summary>
    internal static byte[] CheckWords(ReadOnlySpan<byte> image)
    {
        uint crc = 0;
        for (int at = 0xC000; at < image.Length - 8; at++)
        {
            crc = System.Numerics.BitOperations.Crc32C(crc, image[at]);
        }

        byte[] words = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(words.AsSpan(4), crc);
        return words;
    }

    private static string ReadText(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? field : field[..end]);
    }
}
