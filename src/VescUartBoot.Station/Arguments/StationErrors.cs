using System.Net.Sockets;

using NATS.Client.Core;

using VescUartBoot.Hosting.Words;
using VescUartBoot.Station.Fleet;
using VescUartBoot.Station.Recipes;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Arguments;

/// <summary>The one place where a failure of the program becomes a line on standard error and an exit code.</summary>
internal static class StationErrors
{
    /// <summary>Runs a command.</summary>
    public static async Task<int> GuardAsync(Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is RecipeRejectedException or RecordsException or IOException or UnauthorizedAccessException
            or FormatException or RolloutRejectedException or NatsException or SocketException)
        {
            string where = e is SocketException ? "the page cannot be served at the address of --listen: " : "";
            await Console.Error.WriteLineAsync($"vescboot-station: {where}{e.Message}").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }
    }
}
