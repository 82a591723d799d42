using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Faults;

/// <summary>Bytes in transit after the line faults, with the pause before them and the board faults after them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LinePiece(byte[] Bytes, TimeSpan Delay, FaultAction? Accident);
