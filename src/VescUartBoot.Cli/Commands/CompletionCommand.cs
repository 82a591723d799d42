using System.CommandLine;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Completion;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot completion</c>: prints the script for shell completion of words, ports and catalogue names.</summary>
internal static class CompletionCommand
{
    public static CommandDefinition Word { get; } = new(
        "completion",
        """
        Print the completion script for a shell

        Examples:
          source <(vescboot completion bash)
          vescboot completion fish | source
          vescboot completion pwsh | Out-String | Invoke-Expression
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh (PowerShell)" };
        var command = new Command(word.Name, word.Says) { shell };
        shell.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && ShellScript.For(token.Value) is null)
            {
                r.AddError($"'{token.Value}' is not a supported shell ({string.Join(", ", ShellScript.Shells)})");
            }
        });
        command.SetAction(parsed =>
        {
            Console.Out.Write(ShellScript.For(parsed.GetRequiredValue(shell)));
            return StandardStreams.ExitCodeOfTelling((int)ExitCode.Done);
        });
        return command;
    }
}
