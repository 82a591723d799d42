using System.CommandLine;

namespace VescUartBoot.Cli.Arguments;

/// <summary>A command by its name, what it does, and the making of it, which is worth a wait only if it is asked for.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Says">What it does; behind an empty line its examples.</param>
/// <param name="Build">Makes it, with its options.</param>
internal sealed record CommandDefinition(string Name, string Says, Func<CommandDefinition, Command> Build);
