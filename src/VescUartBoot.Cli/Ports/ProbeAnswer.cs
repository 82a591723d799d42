using System.Text.Json.Nodes;
using VescUartBoot.Boards;

namespace VescUartBoot.Cli.Ports;

/// <summary>What became of asking a port who it is.</summary>
/// <param name="Board">Who answered.</param>
/// <param name="Problem">Why nobody did, or why it was not asked.</param>
internal sealed record ProbeAnswer(BoardIdentity? Board, string? Problem);
