using System.Diagnostics.CodeAnalysis;

namespace VescUartBoot.Simulator.Faults;

/// <summary>The two directions of a link.</summary>
public enum FaultDirection
{
    /// <summary>From the host to the board.</summary>
    ToBoard,

    /// <summary>From the board to the host.</summary>
    ToHost,
}
