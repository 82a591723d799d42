using System.Text.Json.Nodes;
using VescUartBoot.Boards;

namespace VescUartBoot.Cli.Ports;

/// <summary>Result of probing a port.</summary>
/// <param name="Board">The board that replied.</param>
/// <param name="Problem">Reason why no board replied or the port was not probed.</param>
internal sealed record ProbeAnswer(BoardIdentity? Board, string? Problem);
