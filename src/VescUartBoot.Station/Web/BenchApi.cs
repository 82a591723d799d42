using System.Text.Json;

using VescUartBoot.Station.Recipes;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Web;

/// <summary>The bench over HTTP: list, subscribe, start, stop, enter.</summary>
internal static class BenchApi
{
    private const int MostEntry = 64;

    // Faster than an eye, and 32 boards at once are one event.
    private static readonly TimeSpan _betweenEvents = TimeSpan.FromMilliseconds(100);

    // A proxy or a browser gives a silent connection up.
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps the endpoints.</summary>
    public static void Map(WebApplication app)
    {
        app.MapGet("/api/boards", (Workbench bench, RecordBook book) =>
            Results.Json(BenchView.Of(bench, book), StationJson.Default.BenchView));
        app.MapGet("/api/events", SendEventsAsync).RequireRateLimiting(Limits.Events);
        app.MapPost("/api/boards/{place:int}/start", (Workbench bench, int place) => bench.Restart(place)
            ? Results.NoContent()
            : Problem.Of(StatusCodes.Status409Conflict, "placeBusy", "There is no board at this place, or its job runs."));
        app.MapPost("/api/boards/{place:int}/stop", (Workbench bench, int place) => bench.Stop(place)
            ? Results.NoContent()
            : Problem.Of(StatusCodes.Status409Conflict, "placeIdle", "No job runs at this place."));
        app.MapPut("/api/entry", Enter);
        app.MapPut("/api/serial", EnterSerial);
    }

    private static IResult Enter(Workbench bench, Entry entry)
    {
        string? lot = Cleaned(entry.Lot);
        string? person = Cleaned(entry.Operator);
        if ((WrongWith(lot, bench.Options.Recipe?.Recipe.Lot) ?? WrongWith(person, null)) is { } wrong)
        {
            return Problem.Of(StatusCodes.Status400BadRequest, "entryInvalid", wrong);
        }

        bench.Enter(lot, person);
        return Results.NoContent();
    }

    private static IResult EnterSerial(Workbench bench, SerialEntry entry)
    {
        string? serial = Cleaned(entry.Serial);
        string? wrong = bench.Options.Recipe?.Recipe.Serial is { } shape ? WrongWith(serial, shape) : "The recipe has no serial numbers.";
        return wrong is not null ? Problem.Of(StatusCodes.Status400BadRequest, "entryInvalid", wrong)
            : bench.EnterSerial(serial, entry.Board) is { } refusal
                ? Problem.Of(StatusCodes.Status409Conflict, "serialRefused", $"{char.ToUpperInvariant(refusal[0])}{refusal[1..]}.")
            : Results.NoContent();
    }

    private static string? WrongWith(string? text, ScannedEntry? shape) => text is null ? null
        : text.Length > MostEntry || text.Any(char.IsControl) ? $"An entry has at most {MostEntry} printable characters."
        : shape?.Takes(text) == false ? $"The entry does not have the shape {shape.Mask}."
        : null;

    private static string? Cleaned(string? text) => text?.Trim() is { Length: > 0 } word ? word : null;

    private static async Task SendEventsAsync(HttpContext context, Workbench bench, RecordBook book,
        IHostApplicationLifetime life)
    {
        // A page that is open does not hold up the end of the station.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        var stop = either.Token;
        context.Response.ContentType = "text/event-stream";
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var changed = bench.Changed;
                string view = JsonSerializer.Serialize(BenchView.Of(bench, book), StationJson.Default.BenchView);
                await context.Response.WriteAsync($"event: bench\ndata: {view}\n\n", stop).ConfigureAwait(false);
                await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
                await Task.WhenAny(changed, Task.Delay(_heartbeat, stop)).ConfigureAwait(false);
                await Task.Delay(_betweenEvents, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has left, or the station ends.
        }
    }
}
