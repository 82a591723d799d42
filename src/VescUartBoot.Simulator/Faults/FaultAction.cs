using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator.Faults;

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

/// <summary>The board says yes to this erase or write, and a share of the bits stays as it was: ok only means that no error flag was
/// set.</summary>
/// <param name="Share">The share of the bits that should have changed, 0 to 1.</param>
public sealed record Neglect(double Share) : FaultAction;

/// <summary>A native package stores data, as its write_nvm does, where this firmware has such storage: the bootloader sector from
/// 6.06.</summary>
/// <param name="Offset">Where in that sector.</param>
/// <param name="Data">The bytes, AND-ed over what is there.</param>
public sealed record StorePackageData(int Offset, ReadOnlyMemory<byte> Data) : FaultAction;

/// <summary>A wire between the SWD pins of this board and those of its target is loose.</summary>
/// <param name="Back">After how long it is fast again; <see langword="null"/> is never.</param>
public sealed record LooseWire(TimeSpan? Back) : FaultAction;

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
