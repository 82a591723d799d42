using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator.Faults;

/// <summary>Which frames a fault counts. A command that is forwarded to a CAN node counts as itself.</summary>
/// <param name="Commands">First payload bytes; empty is any.</param>
/// <param name="WithData">Whether a write without data is left out.</param>
public sealed record FrameMatch(IReadOnlyList<byte> Commands, bool WithData = false)
{
    private const byte ForwardCan = 34;

    /// <summary>Any frame.</summary>
    public static FrameMatch Any { get; } = new([]);

    /// <summary>WRITE_NEW_APP_DATA in its forms, with data (a rehearsal of no data is not counted).</summary>
    public static FrameMatch Write { get; } = new([3, 61, 81, 82], WithData: true);

    /// <summary>ERASE_NEW_APP and ERASE_BOOTLOADER in their forms.</summary>
    public static FrameMatch Erase { get; } = new([2, 60, 73, 74]);

    /// <summary>Reads of code, which are reads of flash.</summary>
    public static FrameMatch Read { get; } = new([118, 130]);

    /// <summary>One command, or any for <see langword="null"/>.</summary>
    public static FrameMatch Command(byte? command) => command is { } id ? new([id]) : Any;

    /// <summary>Whether every frame that it counts erases or programs flash.</summary>
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
        // A reply to a write is short; only requests are looked at for their data.
        return (Commands.Count == 0 || Commands.Contains(payload[0])) && !(WithData && isWrite && payload.Length == 5);
    }
}
