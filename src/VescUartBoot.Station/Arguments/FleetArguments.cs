using System.CommandLine;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Arguments;

/// <summary>The options that name the server of a fleet.</summary>
internal sealed class FleetArguments
{
    private readonly Option<string?> _url = new("--fleet")
    {
        Description = "The message server of the fleet: nats://HOST:PORT or tls://HOST:PORT",
        HelpName = "URL",
    };

    private readonly Option<string?> _credentials = new("--creds")
    {
        Description = "File with the credentials for the server",
        HelpName = "FILE",
    };

    private readonly Option<string?> _authorities = new("--ca")
    {
        Description = "File with the authorities for the server's certificate (default: the system's)",
        HelpName = "FILE",
    };

    private readonly Option<string?> _trust = new("--trust")
    {
        Description = "File with the public keys (PEM) that approve a rollout",
        HelpName = "FILE",
    };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="withTrust">Whether it checks what was approved.</param>
    public FleetArguments AddTo(Command command, bool withTrust = true)
    {
        Option[] server = [_url, _credentials, _authorities];
        foreach (var option in withTrust ? [.. server, _trust] : server)
        {
            command.Options.Add(option);
        }

        return this;
    }

    /// <summary>The keys that were named.</summary>
    public TrustedKeys? Trust(ParseResult parsed) => parsed.GetValue(_trust) is { } file ? TrustedKeys.Load(file) : null;

    /// <summary>The server that was named; <see langword="null"/>: none.</summary>
    public FleetOptions? Of(ParseResult parsed, string station) => parsed.GetValue(_url) is { } url ? new FleetOptions
    {
        Url = url,
        Credentials = parsed.GetValue(_credentials),
        Authorities = parsed.GetValue(_authorities),
        Station = station,
    } : null;

    /// <summary>The server that was named.</summary>
    /// <exception cref="FormatException">None was.</exception>
    public FleetOptions Require(ParseResult parsed)
    {
        var options = Of(parsed, Environment.MachineName) ?? throw new FormatException("the command takes --fleet URL");
        options.RequireServer();
        return options;
    }
}
