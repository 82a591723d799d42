namespace VescUartBoot.Campaign;

/// <summary>What of the bootloader sector the jobs of a run have saved, and what they have written themselves: all else is the owner's.</summary>
internal sealed class OwnersSector
{
    // A bit that is 0 here was 0 in what was saved or written: where flash holds it as 0, nobody would miss it.
    private readonly byte[] _known = [.. Enumerable.Repeat((byte)0xFF, Contents.SectorSize)];

    /// <summary>The whole sector was handed over to be saved.</summary>
    public void Save(ReadOnlyMemory<byte> sector) => Know(0, sector.Span);

    /// <summary>A job programs bytes.</summary>
    public void WeWrite(int offset, ReadOnlySpan<byte> bytes) => Know(offset, bytes);

    /// <summary>Where the sector holds a cleared bit that would be lost; <see langword="null"/>: nowhere.</summary>
    public int? Unsaved(ReadOnlySpan<byte> sector)
    {
        for (int at = 0; at < sector.Length; at++)
        {
            if ((~sector[at] & _known[at]) != 0)
            {
                return at;
            }
        }

        return null;
    }

    private void Know(int offset, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length && offset + i < _known.Length; i++)
        {
            _known[offset + i] &= bytes[i];
        }
    }
}
