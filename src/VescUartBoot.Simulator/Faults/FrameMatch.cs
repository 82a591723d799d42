using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator.Faults;

/// <summary>Frames that a fault counts. A command forwarded to a CAN node counts as that command.</summary>
/// <param name="Commands">First payload bytes; empty matches any.</param>
/// <param name="WithData">Whether writes without data are excluded.</param>
public sealed record FrameMatch(IReadOnlyList<byte> Commands, bool WithData = false)
{
    private const byte ForwardCan = 34;

    /// <summary>Any frame.</summary>
    public static FrameMatch Any { get; } = new([]);

    /// <summary>WRITE_NEW_APP_DATA in all forms, with data (an empty write is not counted).</summary>
    public static FrameMatch Write { get; } = new([3, 61, 81, 82], WithData: true);

    /// <summary>ERASE_NEW_APP and ERASE_BOOTLOADER in all forms.</summary>
    public static FrameMatch Erase { get; } = new([2, 60, 73, 74]);

    /// <summary>Reads of code, which are reads of flash.</summary>
    public static FrameMatch Read { get; } = new([118, 130]);

    /// <summary>One command, or any for <see langword="null"/>.</summary>
    public static FrameMatch Command(byte? command) => command is { } id ? new([id]) : Any;

    /// <summary>Whether every counted frame erases or programs flash.</summary>
    internal bool ChangesFlash => Commands.Count > 0
        && Commands.All(command => command is 2 or 3 or 60 or 61 or 73 or 74 or 81 or 82 or 120 or 121 or 131 or 132);

    internal bool Matches(ReadOnlySpan<byte> payload) =>
        MatchesItself(payload) || (payload is [ForwardCan, _, .. var inner] && MatchesItself(inner));

    private bool MatchesItself(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return false;
        }

        bool isWrite = payload[0] is 3 or 61 or 81 or 82;
        // Replies to writes are short; only requests are checked for data.
        return (Commands.Count == 0 || Commands.Contains(payload[0])) && !(WithData && isWrite && payload.Length == 5);
    }
}
