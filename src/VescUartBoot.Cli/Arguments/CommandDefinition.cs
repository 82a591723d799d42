using System.CommandLine;

namespace VescUartBoot.Cli.Arguments;

/// <summary>A command with its name, description and factory, which runs only if the command is used.</summary>
/// <param name="Name">Name as typed.</param>
/// <param name="Says">Description; examples after an empty line.</param>
/// <param name="Build">Creates the command with its options.</param>
internal sealed record CommandDefinition(string Name, string Says, Func<CommandDefinition, Command> Build);
