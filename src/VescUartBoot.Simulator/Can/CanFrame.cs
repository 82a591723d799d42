namespace VescUartBoot.Simulator.Can;

/// <summary>One frame on the bus: a part of a message and its target.</summary>
/// <param name="Kind">5 and 6: a piece of a long message; 7: its end; 8: a whole short message. A lower number has priority.</param>
/// <param name="Target">Id of the receiver; 255 for all.</param>
/// <param name="Data">At most 8 bytes.</param>
internal sealed record CanFrame(byte Kind, byte Target, byte[] Data)
{
    public const byte Piece = 5;
    public const byte LongPiece = 6;
    public const byte End = 7;
    public const byte Short = 8;
    public const byte Everybody = 255;

    // An extended frame: 67 bits around the data, and one stuff bit in about nine of those that are stuffed.
    private const double Overhead = 67;
    private const double StuffedOverhead = 54;
    private const double StuffBits = 0.12;
    private const double Whole = Overhead + 64 + ((StuffedOverhead + 64) * StuffBits);

    public int Priority => (Kind << 8) | Target;

    /// <summary>Duration on the bus, relative to an 8-byte frame.</summary>
    public double Length => (Overhead + (8 * Data.Length) + ((StuffedOverhead + (8 * Data.Length)) * StuffBits)) / Whole;
}
