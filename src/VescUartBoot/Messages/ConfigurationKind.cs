using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>The two configurations of every motor controller.</summary>
internal enum ConfigurationKind
{
    /// <summary>MCCONF: limits, sensors and control of one motor. Each motor of a dual board has its own.</summary>
    Motor,

    /// <summary>APPCONF: inputs, UART, CAN id and similar, one per board.</summary>
    App,
}
