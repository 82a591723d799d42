using System.Text;

using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Web;

/// <summary>The records over HTTP: search, one board's life, CSV.</summary>
internal static class RecordApi
{
    private const int MostText = 80;
    private const int MostCsv = 100_000;

    /// <summary>Maps the endpoints.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGet("/api/jobs", (Workbench bench, string? text, string? uuid, DateTimeOffset? from, int? limit) =>
            text is { Length: > MostText }
                ? Problem.Of(StatusCodes.Status400BadRequest, "requestInvalid", $"A search has at most {MostText} characters.")
                : Results.Json(bench.Records.Find(QueryOf(text, uuid, from, limit ?? new RecordQuery().Limit)), StationJson.Options));
        app.MapGet("/api/jobs.csv", (HttpContext context, Workbench bench, string? text, string? uuid, DateTimeOffset? from) =>
        {
            context.Response.Headers.ContentDisposition = "attachment; filename=\"jobs.csv\"";
            return Results.Text(RecordCsv.Of(bench.Records.Find(QueryOf(text, uuid, from, MostCsv))), "text/csv", Encoding.UTF8);
        });
    }

    private static RecordQuery QueryOf(string? text, string? uuid, DateTimeOffset? from, int limit) =>
        new() { Text = text, Uuid = uuid, From = from, Limit = limit };
}
