using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator.Faults;

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
public sealed record OnFrame(FaultDirection Direction, FrameMatch Match, int Occurrence, int? Byte = null, double Chance = 1)
    : FaultTrigger;

/// <summary>When the bootloader has copied so many bytes into the application's sectors.</summary>
/// <param name="Byte">Bytes, erased ones not counted.</param>
public sealed record OnCopy(int Byte) : FaultTrigger;

/// <summary>When the bootloader has erased so many sectors.</summary>
/// <param name="Sector">The sector during whose erase it strikes.</param>
public sealed record OnCopyErase(int Sector) : FaultTrigger;

/// <summary>At a time.</summary>
/// <param name="Time">Since the board was made.</param>
public sealed record OnTime(TimeSpan Time) : FaultTrigger;
