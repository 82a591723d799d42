using System.Globalization;
using System.Text;
using System.Text.Json;

using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Web;

/// <summary>What watches the station: health, and metrics in the text format of Prometheus.</summary>
internal static class StatusApi
{
    private const string MetricsType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Maps the endpoints.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGet("/health", (Workbench bench, RecordBook book) =>
        {
            try
            {
                bench.Records.CountVerdicts();
                return Results.Text(book.Outbox is { } outbox ? $"ok\n{Health(outbox)}" : "ok\n");
            }
            catch (Exception e) when (e is RecordsException or System.Data.Common.DbException)
            {
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "stateUnusable", "The records cannot be read.");
            }
        });
        app.MapGet("/metrics", (Workbench bench, RecordBook book) =>
            Results.Bytes(Encoding.UTF8.GetBytes(Metrics(bench, book.Outbox)), MetricsType));
    }

    // The bench works without the shared records, so a supervisor has nothing to restart.
    private static string Health(OutboxState outbox) => string.Create(CultureInfo.InvariantCulture,
        $"shared records: {outbox.Problem ?? "reachable"}\njobs that wait for delivery: {outbox.Waiting}\n");

    private static string Metrics(Workbench bench, OutboxState? outbox)
    {
        var text = new StringBuilder();
        text.Append("# HELP vescboot_station_boards Boards on the bench by state.\n# TYPE vescboot_station_boards gauge\n");
        var tiles = bench.Tiles();
        foreach (var state in Enum.GetValues<TileState>())
        {
            string word = JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
            int count = tiles.Count(t => t.State == state);
            text.Append(CultureInfo.InvariantCulture, $"vescboot_station_boards{{state=\"{word}\"}} {count}\n");
        }

        text.Append("# HELP vescboot_station_jobs_total Jobs on record by verdict.\n# TYPE vescboot_station_jobs_total counter\n");
        foreach (var (verdict, count) in bench.Records.CountVerdicts())
        {
            text.Append(CultureInfo.InvariantCulture, $"vescboot_station_jobs_total{{verdict=\"{verdict}\"}} {count}\n");
        }

        if (outbox is not null)
        {
            text.Append("# HELP vescboot_station_outbox_jobs Jobs that wait for the shared records.\n");
            text.Append("# TYPE vescboot_station_outbox_jobs gauge\n");
            text.Append(CultureInfo.InvariantCulture, $"vescboot_station_outbox_jobs {outbox.Waiting}\n");
            text.Append("# HELP vescboot_station_shared_records_up Whether the shared records answered last.\n");
            text.Append("# TYPE vescboot_station_shared_records_up gauge\n");
            text.Append(CultureInfo.InvariantCulture, $"vescboot_station_shared_records_up {(outbox.Problem is null ? 1 : 0)}\n");
        }

        return text.ToString();
    }
}
