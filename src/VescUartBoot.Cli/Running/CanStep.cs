using VescUartBoot.Boards;
using VescUartBoot.Cli.Ports;

namespace VescUartBoot.Cli.Running;

/// <summary>One board of all on the bus, and what is done with it now.</summary>
/// <param name="Choice">The port, which stays for all of them.</param>
/// <param name="Node">The board; <see langword="null"/>: the one with the cable.</param>
/// <param name="Scan">Who is on the bus.</param>
/// <param name="PlansOnly">Nothing is changed: only the plan is wanted.</param>
/// <param name="IsAgreed">The owner has agreed to the plans of all.</param>
internal sealed record CanStep(PortChoice Choice, CanNode? Node, CanScan Scan, bool PlansOnly, bool IsAgreed);
