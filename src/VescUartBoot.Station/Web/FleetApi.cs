using System.Text.Json;

using VescUartBoot.Station.Fleet;

namespace VescUartBoot.Station.Web;

/// <summary>The fleet over HTTP: look, subscribe, pause, resume, abort.</summary>
internal static class FleetApi
{
    private static readonly TimeSpan _betweenEvents = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestChange = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Maps the endpoints.</summary>
    /// <param name="app">The server.</param>
    /// <param name="fleet">The part of this station in its fleet; <see langword="null"/>: it works alone.</param>
    public static void Map(WebApplication app, FleetMember? fleet)
    {
        app.MapGet("/api/fleet", async () => fleet is null ? Alone() : Results.Json(
            await fleet.LookAsync().ConfigureAwait(false), StationJson.Default.FleetView));
        app.MapGet("/api/fleet/events", async (HttpContext context, IHostApplicationLifetime life) =>
        {
            if (fleet is null)
            {
                return Alone();
            }

            await SendEventsAsync(context, fleet, life).ConfigureAwait(false);
            return Results.Empty;
        }).RequireRateLimiting(Limits.Events);
        Change("pause", (control, rollout, stop) => control.PauseAsync(rollout, stop));
        Change("resume", (control, rollout, stop) => control.ResumeAsync(rollout, retry: false, stop));
        Change("abort", (control, rollout, stop) => control.AbortAsync(rollout, stop));

        void Change(string word, Func<RolloutControl, string, CancellationToken, Task> change) =>
            app.MapPost($"/api/fleet/rollouts/{{rollout}}/{word}", async (string rollout, CancellationToken stop) =>
                fleet is null ? Alone()
                    : await ChangeAsync(fleet, (control, token) => change(control, rollout, token), stop).ConfigureAwait(false));
    }

    private static IResult Alone() => Problem.Of(StatusCodes.Status404NotFound, "notInFleet",
        "This station is in no fleet.");

    private static async Task<IResult> ChangeAsync(FleetMember fleet, Func<RolloutControl, CancellationToken, Task> change,
        CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(_longestChange);
        try
        {
            if (fleet.Control is not { } control)
            {
                return Problem.Of(StatusCodes.Status503ServiceUnavailable, "fleetAway", $"The fleet cannot be reached: {fleet.Trouble}");
            }

            await change(control, limit.Token).ConfigureAwait(false);
            return Results.NoContent();
        }
        catch (RolloutRejectedException e)
        {
            return Problem.Of(StatusCodes.Status409Conflict, e.Code, e.Message);
        }
        catch (Exception e) when (FleetServer.IsOutage(e, stop))
        {
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, "fleetAway",
                "The server of the fleet did not answer in time; look again.");
        }
    }

    private static async Task SendEventsAsync(HttpContext context, FleetMember fleet, IHostApplicationLifetime life)
    {
        // A page that is open does not hold up the end of the station.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, life.ApplicationStopping);
        var stop = either.Token;
        context.Response.ContentType = "text/event-stream";
        string? sent = null;
        long at = 0;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                string view = JsonSerializer.Serialize(await fleet.LookAsync().ConfigureAwait(false), StationJson.Default.FleetView);
                if (view != sent || TimeProvider.System.GetElapsedTime(at) > _heartbeat)
                {
                    await context.Response.WriteAsync($"event: fleet\ndata: {view}\n\n", stop).ConfigureAwait(false);
                    await context.Response.Body.FlushAsync(stop).ConfigureAwait(false);
                    (sent, at) = (view, TimeProvider.System.GetTimestamp());
                }

                await Task.Delay(_betweenEvents, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The reader has left, or the station ends.
        }
    }
}
