using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Can;

/// <summary>A command or a reply as it travels between two nodes, in frames.</summary>
/// <param name="Sender">The id of the node that sent it, to which a reply goes.</param>
/// <param name="Target">The id that it is for.</param>
/// <param name="Mode">0: a command that is answered; 1: a reply for the host; 2: a command that is not answered.</param>
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

    /// <summary>The frames: one up to 6 bytes; else pieces of 7 bytes, from offset 255 on of 6, and an end with length and CRC.</summary>
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
