using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator;

/// <summary>Something that goes wrong: when, and what.</summary>
/// <param name="When">The trigger.</param>
/// <param name="What">The accident.</param>
[SuppressMessage("Naming", "CA1724:Type names should not match namespaces", Justification = "No file uses Polly.Simmy and the simulator.")]
public sealed record Fault(FaultTrigger When, FaultAction What)
{
    /// <summary>Each byte is lost with this probability.</summary>
    public static Fault LoseBytes(FaultDirection direction, double chance) => new(new OnByte(direction, 0, chance), new Lose());

    /// <summary>Each byte has one bit flipped with this probability.</summary>
    public static Fault FlipBytes(FaultDirection direction, double chance) => new(new OnByte(direction, 0, chance), new Flip(0, 0));

    /// <summary>Each byte is doubled with this probability.</summary>
    public static Fault DoubleBytes(FaultDirection direction, double chance) => new(new OnByte(direction, 0, chance), new DoubleIt());

    /// <summary>What happens to a reply.</summary>
    /// <param name="command">The first payload byte of the reply, <see langword="null"/> for any.</param>
    /// <param name="occurrence">Which one, from 1; 0 is every one.</param>
    /// <param name="what">What happens to it.</param>
    public static Fault ToReply(byte? command, int occurrence, FaultAction what) =>
        new(new OnFrame(FaultDirection.ToHost, FrameMatch.Command(command), occurrence), what);

    /// <summary>What happens to a request, or when the board gets it.</summary>
    /// <param name="command">The first payload byte of the request, <see langword="null"/> for any.</param>
    /// <param name="occurrence">Which one, from 1; 0 is every one.</param>
    /// <param name="what">What happens.</param>
    public static Fault ToRequest(byte? command, int occurrence, FaultAction what) =>
        new(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(command), occurrence), what);
}

/// <summary>The two directions of a link.</summary>
public enum FaultDirection
{
    /// <summary>From the host to the board.</summary>
    ToBoard,

    /// <summary>From the board to the host.</summary>
    ToHost,
}

/// <summary>When a fault strikes.</summary>
public abstract record FaultTrigger;

/// <summary>At certain bytes of one direction.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Position">The byte, counted from 1 since the board was made; 0 is every byte.</param>
/// <param name="Chance">The probability, 0 to 1.</param>
public sealed record OnByte(FaultDirection Direction, long Position, double Chance = 1) : FaultTrigger;

/// <summary>At certain frames of one direction.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Match">Which frames are counted.</param>
/// <param name="Occurrence">The frame, counted from 1; 0 is every one.</param>
/// <param name="Byte">For a power cut: after how many bytes of the erase or write it comes, if not at once.</param>
/// <param name="Chance">The probability, 0 to 1.</param>
public sealed record OnFrame(FaultDirection Direction, FrameMatch Match, int Occurrence, int? Byte = null, double Chance = 1) : FaultTrigger;

/// <summary>When the bootloader has copied so many bytes into the application's sectors.</summary>
/// <param name="Byte">Bytes, erased ones not counted.</param>
public sealed record OnCopy(int Byte) : FaultTrigger;

/// <summary>When the bootloader has erased so many sectors.</summary>
/// <param name="Sector">The sector during whose erase it strikes.</param>
public sealed record OnCopyErase(int Sector) : FaultTrigger;

/// <summary>At a time.</summary>
/// <param name="Time">Since the board was made.</param>
public sealed record OnTime(TimeSpan Time) : FaultTrigger;

/// <summary>What goes wrong.</summary>
public abstract record FaultAction
{
    /// <summary>Whether this happens to the bytes on the line, not to the board.</summary>
    internal virtual bool IsOnLine => false;
}

/// <summary>The byte or frame does not arrive.</summary>
public sealed record Lose : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>Bits change on the way.</summary>
/// <param name="Byte">The byte of the frame, from 0 for its first; beyond its end is nothing.</param>
/// <param name="Mask">The bits; 0 is one bit by chance.</param>
public sealed record Flip(int Byte, byte Mask) : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>The byte or frame arrives twice.</summary>
public sealed record DoubleIt : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>The line stands still before the frame, and everything behind it waits too.</summary>
/// <param name="Time">How long.</param>
public sealed record Delay(TimeSpan Time) : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>Only the first bytes of the frame arrive.</summary>
/// <param name="Bytes">How many.</param>
public sealed record Truncate(int Bytes) : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>Bytes arrive that nobody sent, before the frame.</summary>
/// <param name="Bytes">The bytes.</param>
public sealed record Insert(ReadOnlyMemory<byte> Bytes) : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>The cable comes out. A board that it powers loses its power.</summary>
/// <param name="Back">After how long it is put in again; <see langword="null"/> is never.</param>
public sealed record PullCable(TimeSpan? Back) : FaultAction;

/// <summary>The power goes, in the middle of whatever the board is doing.</summary>
/// <param name="Back">After how long it returns; <see langword="null"/> is never.</param>
public sealed record CutPower(TimeSpan? Back) : FaultAction;

/// <summary>The board says no to this erase or write, as after an error flag of its flash.</summary>
public sealed record Refuse : FaultAction;

/// <summary>The board says yes to this erase or write, and a share of the bits stays as it was: ok only means that no error flag was set.</summary>
/// <param name="Share">The share of the bits that should have changed, 0 to 1.</param>
public sealed record Neglect(double Share) : FaultAction;

/// <summary>A native package stores data, as its write_nvm does, where this firmware has such storage: the bootloader sector from 6.06.</summary>
/// <param name="Offset">Where in that sector.</param>
/// <param name="Data">The bytes, AND-ed over what is there.</param>
public sealed record StorePackageData(int Offset, ReadOnlyMemory<byte> Data) : FaultAction;

/// <summary>The motor is driven, or let go.</summary>
/// <param name="Held">Whether it is driven and does not let go.</param>
/// <param name="Erpm">Its electrical speed.</param>
public sealed record SetMotor(bool Held, int Erpm) : FaultAction;

/// <summary>The input voltage changes.</summary>
/// <param name="Volts">To this.</param>
public sealed record SetVoltage(double Volts) : FaultAction;

/// <summary>The board raises a fault code.</summary>
/// <param name="Code">The code; 0 is none.</param>
public sealed record RaiseFault(byte Code) : FaultAction;

/// <summary>The board sends a COMM_PRINT that nobody asked for.</summary>
/// <param name="Text">The text.</param>
public sealed record PrintText(string Text) : FaultAction;

/// <summary>The board sends a packet that nobody asked for.</summary>
/// <param name="Payload">Command and content.</param>
public sealed record SendPacket(ReadOnlyMemory<byte> Payload) : FaultAction;

/// <summary>The board resets as by its own reset pin.</summary>
public sealed record ResetBoard : FaultAction;

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
    internal bool ChangesFlash => Commands.Count > 0 && Commands.All(command => command is 2 or 3 or 60 or 61 or 73 or 74 or 81 or 82 or 120 or 121 or 131 or 132);

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
