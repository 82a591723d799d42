using System.CommandLine;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;

namespace VescUartBoot.Cli.Running;

/// <summary><c>--helper</c>: a second VESC that reads the board over its SWD pins.</summary>
internal static class HelperPort
{
    private const string Name = "--helper";

    public static Option<string?> Option() => new(Name)
    {
        Description = "A second VESC that reads this board over SWD.\nthe board is halted meanwhile",
        HelpName = "PORT",
    };

    /// <summary>The helper named for this run, if any.</summary>
    public static string? Of(BoardCommand run) =>
        run.Parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == Name) is Option<string?> option
            ? run.Parsed.GetValue(option) : null;

    /// <summary>Runs a job that reads the sector through the helper, if one was named.</summary>
    public static async Task<T> WithAsync<TOptions, T>(
        BoardCommand run, Option<string?> option, TOptions options, Func<TOptions, Task<T>> job, CancellationToken cancellationToken)
        where TOptions : JobOptions
    {
        if (run.Parsed.GetValue(option) is not { } port)
        {
            return await job(options).ConfigureAwait(false);
        }

        var helper = await run.ConnectHelperAsync(port, cancellationToken).ConfigureAwait(false);
        await using (helper.ConfigureAwait(false))
        {
            return await job(options with { SectorReader = new HelperReader(helper) }).ConfigureAwait(false);
        }
    }
}
