using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator.Faults;

/// <summary>Condition at which a fault occurs.</summary>
public abstract record FaultTrigger;

/// <summary>At certain bytes of one direction.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Position">Position of the byte, counted from 1 since the creation of the board; 0 is every byte.</param>
/// <param name="Chance">Probability, 0 to 1.</param>
public sealed record OnByte(FaultDirection Direction, long Position, double Chance = 1) : FaultTrigger;

/// <summary>At certain frames of one direction.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Match">Frames that are counted.</param>
/// <param name="Occurrence">Number of the frame, counted from 1; 0 is every frame.</param>
/// <param name="Byte">For a power cut: number of bytes of the erase or write after which it occurs, if not at once.</param>
/// <param name="Chance">Probability, 0 to 1.</param>
public sealed record OnFrame(FaultDirection Direction, FrameMatch Match, int Occurrence, int? Byte = null, double Chance = 1)
    : FaultTrigger;

/// <summary>When the bootloader has copied this number of bytes into the application sectors.</summary>
/// <param name="Byte">Number of bytes, without erased ones.</param>
public sealed record OnCopy(int Byte) : FaultTrigger;

/// <summary>During the bootloader's erase of a sector.</summary>
/// <param name="Sector">Index of the sector.</param>
public sealed record OnCopyErase(int Sector) : FaultTrigger;

/// <summary>At a board time.</summary>
/// <param name="Time">Time since the creation of the board.</param>
public sealed record OnTime(TimeSpan Time) : FaultTrigger;
