using System.Globalization;
using System.Net;
using System.Text.Json.Serialization;

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

using VescUartBoot.Station.Fleet;
using VescUartBoot.Station.Records;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Web;

/// <summary>Serves the page and the API of one bench.</summary>
internal static class StationServer
{
    private const long MostBody = 16 * 1024;
    private const int MostConnections = 200;

    /// <summary>Serves until it is stopped, by a signal or by <paramref name="cancellationToken"/>.</summary>
    /// <param name="bench">The bench.</param>
    /// <param name="book">The records.</param>
    /// <param name="listen">Where it is served.</param>
    /// <param name="fleet">The fleet; <see langword="null"/>: the station works alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(Workbench bench, RecordBook book, ListenAddress listen, FleetOptions? fleet,
        CancellationToken cancellationToken)
    {
        if (fleet is null)
        {
            await ServeAsync(bench, book, listen, null, cancellationToken).ConfigureAwait(false);
            return;
        }

        var member = new FleetMember(bench, fleet);
        await using (member.ConfigureAwait(false))
        {
            await ServeAsync(bench, book, listen, member, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The port that is listened on.</summary>
    public static int PortOf(WebApplication app) => new Uri(app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    /// <summary>Makes the server.</summary>
    public static WebApplication Build(Workbench bench, RecordBook book, ListenAddress listen, AccessToken token, FleetMember? fleet)
    {
        // The defaults take settings from files of the working folder, and watch all that is below it for changes.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBody;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Listen(new IPEndPoint(listen.EndPoint.Address, listen.EndPoint.Port));
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolver = StationJson.Default;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        });
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.AddRateLimiter(Limits.Set);
        builder.Services.AddSingleton(bench);
        builder.Services.AddSingleton(book);
        builder.Services.AddSingleton(_ => Limits.WrongTokens());
        var app = builder.Build();
        app.Use((context, next) => Gate.PassAsync(context, next, listen, token));
        app.UseRateLimiter();
        PageFiles.Map(app);
        BenchApi.Map(app);
        RecordApi.Map(app);
        FleetApi.Map(app, fleet);
        StatusApi.Map(app);
        return app;
    }

    private static async Task ServeAsync(Workbench bench, RecordBook book, ListenAddress listen, FleetMember? fleet,
        CancellationToken cancellationToken)
    {
        var token = new AccessToken();
        var app = Build(bench, book, listen, token, fleet);
        await using (app.ConfigureAwait(false))
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"station at {listen.Url(PortOf(app))}#token={token.Value}").ConfigureAwait(false);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, app.Lifetime.ApplicationStopping);
            await Task.WhenAll(bench.RunAsync(stop.Token), fleet?.RunAsync(stop.Token) ?? Task.CompletedTask).ConfigureAwait(false);
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }
}
