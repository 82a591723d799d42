using VescUartBoot.Chip;

namespace VescUartBoot.Images.Formats;

/// <summary>Combines the addressed pieces of a HEX or ELF file; gaps are 0xFF, as in erased flash.</summary>
/// <param name="unit">Word for a piece of the file, such as <c>line</c>.</param>
internal sealed class SparseImage(string unit)
{
    private readonly List<Piece> _pieces = [];
    private int _total;

    /// <summary>Adds bytes.</summary>
    /// <param name="address">Address of the first byte.</param>
    /// <param name="content">The bytes, not copied.</param>
    /// <param name="number">The number of the piece in the file.</param>
    /// <exception cref="ImageFormatException">More bytes than the chip has flash.</exception>
    public void Add(uint address, ReadOnlyMemory<byte> content, int number)
    {
        _total += content.Length;
        if (_total > FlashAddress.Size)
        {
            throw new ImageFormatException($"{unit} {number}: it holds more than the whole flash of the chip (1 MiB)");
        }

        _pieces.Add(new Piece(address, content, number));
    }

    /// <summary>Returns the content from its first to its last byte.</summary>
    /// <exception cref="ImageFormatException">There are no bytes, pieces contradict each other, or they are further apart than the flash is
    /// long.</exception>
    public FlashContent Join()
    {
        if (_pieces.Count == 0)
        {
            throw new ImageFormatException("it holds no data");
        }

        var lowest = _pieces.MinBy(p => p.Address);
        var highest = _pieces.MaxBy(p => p.End);
        if (highest.End - lowest.Address > FlashAddress.Size)
        {
            throw new ImageFormatException(
                $"it reaches from 0x{lowest.Address:X8} ({unit} {lowest.Number}) to 0x{highest.End - 1:X8} ({unit} {highest.Number}): "
                    + "more than the whole flash of the chip (1 MiB)");
        }

        byte[] content = new byte[highest.End - lowest.Address];
        content.AsSpan().Fill(ErasedFlash.Value);
        bool[] taken = new bool[content.Length];
        foreach (var piece in _pieces)
        {
            int at = (int)(piece.Address - lowest.Address);
            if (taken.AsSpan(at, piece.Content.Length).Contains(value: true))
            {
                throw new ImageFormatException($"{unit} {piece.Number}: bytes at 0x{piece.Address:X8} are there twice");
            }

            taken.AsSpan(at, piece.Content.Length).Fill(value: true);
            piece.Content.Span.CopyTo(content.AsSpan(at));
        }

        return new FlashContent(lowest.Address, content, GapsIn(taken));
    }

    private static List<Range> GapsIn(ReadOnlySpan<bool> taken)
    {
        var gaps = new List<Range>();
        for (int at = 0; at < taken.Length;)
        {
            int length = taken[at..].IndexOf(!taken[at]);
            int end = length < 0 ? taken.Length : at + length;
            if (!taken[at])
            {
                gaps.Add(at..end);
            }

            at = end;
        }

        return gaps;
    }

    private readonly record struct Piece(uint Address, ReadOnlyMemory<byte> Content, int Number)
    {
        public long End => (long)Address + Content.Length;
    }
}
