using System.Buffers.Binary;
using System.Security.Cryptography;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Behaviour of the content of the bootloader sector.</summary>
/// <param name="Unpacks">Whether it supports heatshrink, as builds from 2022-01-18 do.</param>
/// <param name="Blinks">Whether it drives LEDs, which takes time (the builds 4x and 60).</param>
internal sealed record SimulatedBootloader(bool Unpacks, bool Blinks)
{
    private const int TailSize = 8;
    private const int UnpackingSize = 5200;
    private const int OldSize = 3728;
    private static readonly byte[] Tail = [0x93, 0x2E, 0xB2, 0x3E, 0xD1, 0x0E, 0xF0, 0x1E];
    private static readonly byte[] Magic = "SIMBOOT1"u8.ToArray();

    // Known F405 builds: size, reset vector, SHA-256, unpacks, blinks.
    private static readonly (int Size, uint Reset, string Sha, bool Unpacks, bool Blinks)[] Known =
    [
        (4272, 0x080E0321, "B458DF386B4AD508E809F1C7898953905606001AFE57E66271838A76597EAF53", false, true),
        (4256, 0x080E0311, "805B3DD5FD03D660C6B8039E5A1EA6BCEE7DF1993C1E9D8925633AAD199E89F6", false, true),
        (3808, 0x080E02C1, "C94B9DAD2542096D3348B765F2D9681837B2EAA259E10FC40A9099B9224ACC12", false, false),
        (3792, 0x080E02C1, "A91DE2014F55F9A73D046017968D1E28039FE143B02688A9B74950BE3FD04181", false, false),
        (4288, 0x080E0321, "8E96DC848A9E3C28CFE28EB6660D1B12564B5DECFB8AEBCE1D9D682EAB978D60", false, true),
        (5728, 0x080E0521, "CF2BA3B83216013055B4A30CE80B42E7996EC0161B6991F3E1269477E99A33E9", true, true),
        (5744, 0x080E0531, "8B12527372826819302CB1378D06F382DB025454B77C86073B716294A491852F", true, true),
        (5248, 0x080E04D1, "0D1A533446020DDEC704FFEFCF7CFD3149F1707ACF6D91E9C64FFEDFB8CEE15D", true, false),
        (5776, 0x080E0551, "339A9976176AF14CC23389B0FDB64EAB24654211ED5B523966CF35B8E0D4A1A5", true, true),
        (5776, 0x080E0551, "D2C014D3B5FAF843279D2B77325E128CACE6D59FFA294FC0A7D68D96A57B0B33", true, true),
        (5280, 0x080E04F1, "91D4E2E09594B422EC5E1AA976ADC75FDFCAAC455B59EFA31AA304571242DF06", true, false),
    ];

    /// <summary>Returns the behaviour of the sector's content after a jump; <see langword="null"/> if it does not run.</summary>
    /// <remarks>Content after the code is ignored. A known build with a changed bit does not run, because its behaviour is
    /// unknown.</remarks>
    public static SimulatedBootloader? Recognise(ReadOnlySpan<byte> sector)
    {
        uint stack = BinaryPrimitives.ReadUInt32LittleEndian(sector);
        uint reset = BinaryPrimitives.ReadUInt32LittleEndian(sector[4..]);
        if (stack != 0x2000_0800 || (reset & 1) == 0 || reset is <= 0x080E_0000 or >= 0x080E_2000)
        {
            return null;
        }

        if (sector.Slice(0x200, Magic.Length).SequenceEqual(Magic))
        {
            int kind = sector[0x200 + Magic.Length];
            var marked = new SimulatedBootloader((kind & 1) != 0, (kind & 2) != 0);
            return sector.StartsWith(Make(marked.Unpacks, marked.Blinks)) ? marked : null;
        }

        bool looksKnown = false;
        foreach (var (size, vector, sha, unpacks, blinks) in Known)
        {
            if (vector == reset && sector.Slice(size - TailSize, TailSize).SequenceEqual(Tail))
            {
                looksKnown = true;
                if (Convert.ToHexString(SHA256.HashData(sector[..size])) == sha)
                {
                    return new SimulatedBootloader(unpacks, blinks);
                }
            }
        }

        // An unlisted build is recognised by its tail, and by its size: builds that unpack are larger than 5 KB.
        int tail = sector[..0x2000].IndexOf(Tail);
        return looksKnown || tail < 0x400 ? null : new SimulatedBootloader(tail + TailSize > 5120, Blinks: false);
    }

    public static byte[] Make(bool unpacks, bool blinks)
    {
        byte[] image = new byte[unpacks ? UnpackingSize : OldSize];
        var random = new SimulatedRandom(unpacks ? 0xB007_0002ul : 0xB007_0001ul);
        random.Fill(image);
        uint reset = unpacks ? 0x080E_04A1u : 0x080E_0301u;
        for (int i = 0; i < 98; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(i * 4),
                i == 0 ? 0x2000_0800u : reset + (i == 1 ? 0u : 2u * (uint)(1 + (i % 8))));
        }

        Magic.CopyTo(image, 0x200);
        image[0x200 + Magic.Length] = (byte)((unpacks ? 1 : 0) | (blinks ? 2 : 0));
        Tail.CopyTo(image, image.Length - TailSize);
        return image;
    }
}
