using System.CommandLine;

using SQLitePCL;

using VescUartBoot.Hosting.Libraries;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Station.Arguments;

namespace VescUartBoot.Station;

/// <summary>The entry of <c>vescboot-station</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        EmbeddedLibrary.Offer(typeof(SQLite3Provider_e_sqlite3).Assembly, "libe_sqlite3");
        var parsed = StationCommand.Build().Parse(args);
        if (parsed.Errors is [var error, ..])
        {
            await Console.Error.WriteLineAsync($"vescboot-station: {error.Message.TrimEnd('.')}; see vescboot-station --help")
                .ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }

        // The server ends at a signal, and the jobs of the bench at their next safe point, which may take longer than a default allows.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
    }
}
