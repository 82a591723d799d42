using VescUartBoot.Boards;
using VescUartBoot.Cli.Ports;

namespace VescUartBoot.Cli.Running;

/// <summary>One step of a run for all boards on the bus.</summary>
/// <param name="Choice">The port, common to all boards.</param>
/// <param name="Node">The board; <see langword="null"/> for the one with the cable.</param>
/// <param name="Scan">The boards found on the bus.</param>
/// <param name="PlansOnly">Whether only the plan is requested, without changes.</param>
/// <param name="IsAgreed">Whether the user has agreed to all plans.</param>
internal sealed record CanStep(PortChoice Choice, CanNode? Node, CanScan Scan, bool PlansOnly, bool IsAgreed);
