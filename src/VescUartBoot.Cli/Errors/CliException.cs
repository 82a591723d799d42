namespace VescUartBoot.Cli.Errors;

/// <summary>Ends a command with an error that is already in words.</summary>
internal sealed class CliException(CliError error) : Exception(error.Message)
{
    public CliError Error { get; } = error;
}
