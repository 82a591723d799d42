using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Faults;

/// <summary>Bytes on their way, after the faults of the line: what stands still before them, and what strikes behind them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LinePiece(byte[] Bytes, TimeSpan Delay, FaultAction? Accident);
