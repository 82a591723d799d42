using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator.Faults;

/// <summary>Effect of a fault.</summary>
public abstract record FaultAction
{
    /// <summary>Whether the fault affects bytes on the line, not the board.</summary>
    internal virtual bool IsOnLine => false;
}

/// <summary>The byte or frame does not arrive.</summary>
public sealed record Lose : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>Bits change on the way.</summary>
/// <param name="Byte">Index of the byte in the frame, from 0; an index after the end has no effect.</param>
/// <param name="Mask">Mask of the bits; 0 is one random bit.</param>
public sealed record Flip(int Byte, byte Mask) : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>The byte or frame arrives twice.</summary>
public sealed record DoubleIt : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>The line pauses before the frame and delays everything after it.</summary>
/// <param name="Time">Duration of the pause.</param>
public sealed record Delay(TimeSpan Time) : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>Only the first bytes of the frame arrive.</summary>
/// <param name="Bytes">Number of bytes.</param>
public sealed record Truncate(int Bytes) : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>Extra bytes arrive before the frame.</summary>
/// <param name="Bytes">The bytes.</param>
public sealed record Insert(ReadOnlyMemory<byte> Bytes) : FaultAction
{
    internal override bool IsOnLine => true;
}

/// <summary>The cable is pulled. A board powered by it loses power.</summary>
/// <param name="Back">Time until it is reconnected; <see langword="null"/> is never.</param>
public sealed record PullCable(TimeSpan? Back) : FaultAction;

/// <summary>The power fails during any operation of the board.</summary>
/// <param name="Back">Time until it returns; <see langword="null"/> is never.</param>
public sealed record CutPower(TimeSpan? Back) : FaultAction;

/// <summary>The board refuses this erase or write, as after an error flag of its flash.</summary>
public sealed record Refuse : FaultAction;

/// <summary>The board reports ok for this erase or write, but a share of the bits stays unchanged: ok only means that no error flag was
/// set.</summary>
/// <param name="Share">Share of the bits to be changed that stay unchanged, 0 to 1.</param>
public sealed record Neglect(double Share) : FaultAction;

/// <summary>A native package stores data with write_nvm, if this firmware has such storage: the bootloader sector from 6.06.</summary>
/// <param name="Offset">Offset in that sector.</param>
/// <param name="Data">Bytes, AND-ed over the content.</param>
public sealed record StorePackageData(int Offset, ReadOnlyMemory<byte> Data) : FaultAction;

/// <summary>A wire between the SWD pins of this board and those of its target is loose.</summary>
/// <param name="Back">Time until it is reconnected; <see langword="null"/> is never.</param>
public sealed record LooseWire(TimeSpan? Back) : FaultAction;

/// <summary>The motor is driven or released.</summary>
/// <param name="Held">Whether it is driven and not released.</param>
/// <param name="Erpm">Its electrical speed.</param>
public sealed record SetMotor(bool Held, int Erpm) : FaultAction;

/// <summary>The input voltage changes.</summary>
/// <param name="Volts">New input voltage.</param>
public sealed record SetVoltage(double Volts) : FaultAction;

/// <summary>The board raises a fault code.</summary>
/// <param name="Code">The code; 0 is none.</param>
public sealed record RaiseFault(byte Code) : FaultAction;

/// <summary>The board sends an unsolicited COMM_PRINT.</summary>
/// <param name="Text">The text.</param>
public sealed record PrintText(string Text) : FaultAction;

/// <summary>The board sends an unsolicited packet.</summary>
/// <param name="Payload">Command and content.</param>
public sealed record SendPacket(ReadOnlyMemory<byte> Payload) : FaultAction;

/// <summary>The board resets, as with its reset pin.</summary>
public sealed record ResetBoard : FaultAction;
