using System.Buffers.Binary;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Settings storage of a board: records in sectors 1 and 2, one of which is in use at a time.</summary>
/// <remarks>
/// A page begins with a valid mark; a record consists of kind, length, CRC and data; the last record of a kind counts. A full page is
/// copied to the other page. A sector that is no page (zeros after an upgrade to 6.x) is formatted at the next start.
/// </remarks>
internal sealed class SettingsPages(SimulatedFlash flash)
{
    private const int PageSize = 0x4000;
    private const int FirstPage = 0x4000;
    private const int HeaderSize = 4;
    private const int RecordHead = 5;
    private static readonly byte[] ValidMark = [0x00, 0x00, 0x5E, 0x77];

    /// <summary>Creates two formatted pages outside flash.</summary>
    public static void Format(Span<byte> pages)
    {
        pages.Fill(0xFF);
        ValidMark.CopyTo(pages);
    }

    /// <summary>Whether a valid page exists.</summary>
    public bool AreThere => ValidPage() is not null;

    /// <summary>Marks the first page after the erase of both sectors.</summary>
    public void Mark() => flash.Program(FirstPage, ValidMark);

    /// <summary>Returns the last record of a kind; <see langword="null"/> if there is none or it was interrupted.</summary>
    public byte[]? Load(byte kind)
    {
        byte[]? found = null;
        foreach (var (at, recordKind, length) in Records())
        {
            if (recordKind == kind)
            {
                byte[] data = flash.Read(at + RecordHead, length);
                found = Crc16.Of(data) == BinaryPrimitives.ReadUInt16BigEndian(flash.Read(at + 3, 2)) ? data : null;
            }
        }

        return found;
    }

    /// <summary>Whether data of this length fits into the current page without an erase.</summary>
    public bool HasRoomFor(int length) => ValidPage() is { } page && End(page) + RecordHead + length <= page + PageSize;

    /// <summary>Stores data of a kind.</summary>
    public void Store(byte kind, ReadOnlySpan<byte> data) => Store(kind, data, Crc16.Of(data));

    /// <summary>Stores an interrupted configuration, which does not count as one.</summary>
    public void StoreTorn(byte kind, ReadOnlySpan<byte> data) => Store(kind, data, (ushort)~Crc16.Of(data));

    private void Store(byte kind, ReadOnlySpan<byte> data, ushort crc)
    {
        if (!AreThere)
        {
            flash.Erase(1);
            flash.Erase(2);
            Mark();
        }

        int page = ValidPage()!.Value;
        int end = End(page);
        if (end + RecordHead + data.Length > page + PageSize)
        {
            var kept = Records().Select(record => record.Kind).Distinct().Where(other => other != kind)
                .Select(other => (Kind: other, Data: Load(other))).Where(record => record.Data is not null).ToList();
            int other = page == FirstPage ? FirstPage + PageSize : FirstPage;
            flash.Erase(other / PageSize);
            end = other + HeaderSize;
            foreach (var (keptKind, keptData) in kept)
            {
                end = Append(end, keptKind, keptData, Crc16.Of(keptData));
            }

            flash.Program(other, ValidMark);
            flash.Erase(page / PageSize);
        }

        Append(end, kind, data, crc);
    }

    private int End(int page) => Records().Select(record => record.At + RecordHead + record.Length).LastOrDefault(page + HeaderSize);

    private int Append(int at, byte kind, ReadOnlySpan<byte> data, ushort crc)
    {
        byte[] head = [kind, (byte)(data.Length >> 8), (byte)data.Length, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(3), crc);
        flash.Program(at, head);
        flash.Program(at + RecordHead, data);
        return at + RecordHead + data.Length;
    }

    private int? ValidPage()
    {
        foreach (int page in (int[])[FirstPage, FirstPage + PageSize])
        {
            if (flash.Read(page, HeaderSize).AsSpan().SequenceEqual(ValidMark))
            {
                return page;
            }
        }

        return null;
    }

    private IEnumerable<(int At, byte Kind, int Length)> Records()
    {
        if (ValidPage() is not { } page)
        {
            yield break;
        }

        int at = page + HeaderSize;
        while (at + RecordHead <= page + PageSize)
        {
            byte[] head = flash.Read(at, RecordHead);
            int length = (head[1] << 8) | head[2];
            if (head[0] == 0xFF || at + RecordHead + length > page + PageSize)
            {
                yield break;
            }

            yield return (at, head[0], length);
            at += RecordHead + length;
        }
    }
}
