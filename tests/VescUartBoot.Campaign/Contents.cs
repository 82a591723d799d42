using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Campaign;

/// <summary>The bytes that boards carry and jobs bring: made once, never changed.</summary>
internal static class Contents
{
    public const int SectorSize = 0x2_0000;

    public static readonly byte[] Code = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

    public static readonly byte[] OtherCode = [.. Enumerable.Range(0, 2100).Select(i => (byte)((i * 11) + 3))];

    public static readonly byte[] PackageData = "native package data"u8.ToArray();

    /// <summary>The bootloader of simulated boards: it unpacks, and the catalogue knows it.</summary>
    public static readonly BootloaderImage Present = BootloaderImage.Parse("demo", SimulatedImage.Bootloader());

    /// <summary>One that knows no packed images.</summary>
    public static readonly BootloaderImage Old = BootloaderImage.Parse("old", SimulatedImage.Bootloader(unpacks: false));

    /// <summary>The shipped catalogue, but that the demo image may be written over links that are as those of real boards.</summary>
    public static readonly BootloaderCatalog Catalogue = BootloaderCatalog.Shipped with
    {
        Images = [.. BootloaderCatalog.Shipped.Images.Select(i => i with { SimulatedOnly = false })],
    };

    /// <summary>An image that no catalogue knows, with vectors that fit.</summary>
    public static readonly BootloaderImage Custom = MakeCustom();

    public static readonly byte[] StagedUpload = SimulatedImage.Staged(SimulatedImage.Firmware("5.03", "60_MK6"), packed: false);

    /// <summary>The longest of the data sheet but for programming: at 100 µs a byte the slow watchdog would cut any copy of 512
    /// KiB.</summary>
    public static readonly BoardTiming SlowTiming = BoardTiming.Worst with { ProgramByte = TimeSpan.FromMicroseconds(60) };

    private static readonly Dictionary<SectorSetup, byte[]> _sectors = new()
    {
        [SectorSetup.Blank] = [],
        [SectorSetup.Present] = Present.Content.ToArray(),
        [SectorSetup.Old] = Old.Content.ToArray(),
        [SectorSetup.Unrecognised] = Custom.Content.ToArray(),
        [SectorSetup.Garbage] = MakeGarbage(),
        [SectorSetup.DamagedBit] = MakeDamaged(),
        [SectorSetup.HalfWritten] = Present.Content[..(384 * 5)].ToArray(),
    };

    public static byte[] Sector(SectorSetup setup) => _sectors[setup];

    private static BootloaderImage MakeCustom()
    {
        byte[] content = new byte[5280];
        new Random(1).NextBytes(content);
        for (int i = 0; i < 16; i++)
        {
            BitConverter.TryWriteBytes(content.AsSpan(4 * i), i == 0 ? 0x20000800u : 0x080E0401u + (uint)(16 * i));
        }

        content[^1] = 0x1E;
        return BootloaderImage.Parse("custom.bin", content);
    }

    private static byte[] MakeGarbage()
    {
        byte[] garbage = new byte[5280];
        new Random(2).NextBytes(garbage);
        return garbage;
    }

    private static byte[] MakeDamaged()
    {
        byte[] damaged = Present.Content.ToArray();
        damaged[1000] ^= 0x10;
        return damaged;
    }
}
