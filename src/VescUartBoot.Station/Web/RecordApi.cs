using System.Text;

using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Web;

/// <summary>The records over HTTP: search, one board's life, CSV.</summary>
internal static class RecordApi
{
    private const int MostText = 80;
    private const int MostCsv = 100_000;

    /// <summary>Maps the endpoints.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGet("/api/jobs", async (RecordBook book, string? text, string? uuid, DateTimeOffset? from, int? limit,
            CancellationToken stop) => text is { Length: > MostText }
                ? Problem.Of(StatusCodes.Status400BadRequest, "requestInvalid", $"A search has at most {MostText} characters.")
                : Results.Json(
                    await book.FindAsync(QueryOf(text, uuid, from, limit ?? new RecordQuery().Limit), stop).ConfigureAwait(false),
                    StationJson.Default.IReadOnlyListStationRecord)).RequireRateLimiting(Limits.Records);
        app.MapGet("/api/jobs.csv", async (HttpContext context, RecordBook book, string? text, string? uuid, DateTimeOffset? from) =>
        {
            var found = await book.FindAsync(QueryOf(text, uuid, from, MostCsv), context.RequestAborted).ConfigureAwait(false);
            context.Response.Headers.ContentDisposition = "attachment; filename=\"jobs.csv\"";
            return Results.Text(RecordCsv.Of(found), "text/csv", Encoding.UTF8);
        }).RequireRateLimiting(Limits.Records);
        app.MapGet("/api/jobs/{id:guid}/trace", async (RecordBook book, Guid id, CancellationToken stop) =>
            await book.TraceOfAsync(id, stop).ConfigureAwait(false) is { } trace
                ? Results.Text(trace, "text/plain", Encoding.UTF8)
                : Problem.Of(StatusCodes.Status404NotFound, "notFound", "There is no trace of this job."))
                .RequireRateLimiting(Limits.Records);
    }

    private static RecordQuery QueryOf(string? text, string? uuid, DateTimeOffset? from, int limit) =>
        new() { Text = text, Uuid = uuid, From = from, Limit = limit };
}
