using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Can;

/// <summary>A command or a reply between two nodes, sent in frames.</summary>
/// <param name="Sender">Id of the sender, which receives the reply.</param>
/// <param name="Target">Id of the receiver.</param>
/// <param name="Mode">0: a command with a reply; 1: a reply for the host; 2: a command without a reply.</param>
/// <param name="Payload">The command or the reply.</param>
internal sealed record CanMessage(byte Sender, byte Target, byte Mode, byte[] Payload)
{
    public const byte Command = 0;
    public const byte Reply = 1;
    public const byte Unanswered = 2;

    private const int MostInOneFrame = 6;
    private const int PieceSize = 7;
    private const int LongPieceSize = 6;
    private const int LastShortOffset = 255;

    /// <summary>Returns the frames: one for up to 6 bytes; otherwise pieces of 7 bytes (6 from offset 255), and an end with length and
    /// CRC.</summary>
    public IReadOnlyList<CanFrame> Frames()
    {
        if (Payload.Length <= MostInOneFrame)
        {
            return [new CanFrame(CanFrame.Short, Target, [Sender, Mode, .. Payload])];
        }

        List<CanFrame> frames = [];
        int at = 0;
        for (; at < Payload.Length && at <= LastShortOffset; at += PieceSize)
        {
            frames.Add(new CanFrame(CanFrame.Piece, Target, [(byte)at, .. Payload.AsSpan(at, Math.Min(PieceSize, Payload.Length - at))]));
        }

        for (; at < Payload.Length; at += LongPieceSize)
        {
            frames.Add(new CanFrame(
                CanFrame.LongPiece, Target,
                [(byte)(at >> 8), (byte)at, .. Payload.AsSpan(at, Math.Min(LongPieceSize, Payload.Length - at))]));
        }

        ushort crc = Crc16.Of(Payload);
        frames.Add(new CanFrame(
            CanFrame.End, Target, [Sender, Mode, (byte)(Payload.Length >> 8), (byte)Payload.Length, (byte)(crc >> 8), (byte)crc]));
        return frames;
    }
}
