using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Can;

/// <summary>Reassembles messages from frames in the buffers of the firmware. No timer empties them.</summary>
/// <remarks>
/// With three buffers a piece goes into the buffer that expects its offset; with one (5.03 and before) it goes to its offset without a
/// check of the order. A message whose end was lost stays in its buffer, and the next different message of its length is dropped with it.
/// </remarks>
internal sealed class CanReassembly(int buffers, int size)
{
    private readonly List<(byte[] Bytes, int Filled)> _buffers = [.. Enumerable.Repeat(0, buffers).Select(_ => (new byte[size], 0))];

    private bool KeepsOrder => _buffers.Count > 1;

    /// <summary>Adds a frame.</summary>
    /// <returns>The message completed by the frame, if any.</returns>
    public CanMessage? Take(CanFrame frame)
    {
        byte[] data = frame.Data;
        switch (frame.Kind)
        {
            case CanFrame.Piece:
                Fill(data[0], data.AsSpan(1));
                return null;
            case CanFrame.LongPiece:
                Fill((data[0] << 8) | data[1], data.AsSpan(2));
                return null;
            case CanFrame.Short:
                return new CanMessage(data[0], frame.Target, data[1], data[2..]);
            default:
                return End(frame, (data[2] << 8) | data[3], (ushort)((data[4] << 8) | data[5]));
        }
    }

    // The buffer filled last is at the end of the list and is tried first, so that the remains of another message do not take its pieces.
    private void Fill(int offset, ReadOnlySpan<byte> piece)
    {
        if (offset + piece.Length > size)
        {
            return;
        }

        int index = KeepsOrder ? _buffers.FindLastIndex(b => b.Filled == offset) : 0;
        index = index < 0 && offset == 0 ? 0 : index;
        if (index < 0)
        {
            return;
        }

        var buffer = _buffers[index];
        piece.CopyTo(buffer.Bytes.AsSpan(offset));
        _buffers.RemoveAt(index);
        _buffers.Add((buffer.Bytes, offset + piece.Length));
    }

    private CanMessage? End(CanFrame frame, int length, ushort crc)
    {
        if (length > size)
        {
            return null;
        }

        int index = KeepsOrder ? _buffers.FindIndex(b => b.Filled == length) : 0;
        if (index < 0)
        {
            return null;
        }

        byte[] payload = _buffers[index].Bytes[..length];
        bool isWhole = Crc16.Of(payload) == crc;
        for (int i = 0; KeepsOrder && i < _buffers.Count; i++)
        {
            _buffers[i] = _buffers[i].Filled == length && (i == index || !isWhole) ? (_buffers[i].Bytes, 0) : _buffers[i];
        }

        return isWhole ? new CanMessage(frame.Data[0], frame.Target, frame.Data[1], payload) : null;
    }
}
