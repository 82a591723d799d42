namespace VescUartBoot.Campaign;

/// <summary>What of the bootloader sector the jobs of a run have saved, and what they have written themselves: all else is the
/// owner's.</summary>
/// <remarks>What is saved is read from its file each time: a file that is gone has saved nothing.</remarks>
internal sealed class OwnersSector
{
    // A bit that is 0 here was 0 in what was written.
    private readonly byte[] _written = [.. Enumerable.Repeat((byte)0xFF, Contents.SectorSize)];
    private readonly List<string> _files = [];

    /// <summary>The whole sector is said to be saved in a file.</summary>
    public void IsSavedIn(string file) => _files.Add(file);

    /// <summary>A job programs bytes.</summary>
    public void WeWrite(int offset, ReadOnlySpan<byte> bytes) => Know(_written, offset, bytes);

    /// <summary>Where the sector holds a cleared bit that would be lost; <see langword="null"/>: nowhere.</summary>
    public int? Unsaved(ReadOnlySpan<byte> sector)
    {
        byte[] known = [.. _written];
        foreach (string file in _files.Where(File.Exists))
        {
            Know(known, 0, File.ReadAllBytes(file));
        }

        for (int at = 0; at < sector.Length; at++)
        {
            if ((~sector[at] & known[at]) != 0)
            {
                return at;
            }
        }

        return null;
    }

    private static void Know(byte[] known, int offset, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length && offset + i < known.Length; i++)
        {
            known[offset + i] &= bytes[i];
        }
    }
}
