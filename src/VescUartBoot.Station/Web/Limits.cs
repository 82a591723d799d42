using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;

using Microsoft.AspNetCore.RateLimiting;

namespace VescUartBoot.Station.Web;

/// <summary>How much one address may ask for: generous for pages and for a production line's software, strict for wrong tokens.</summary>
internal static class Limits
{
    /// <summary>Requests of one address at once, before <see cref="PerSecond"/> counts.</summary>
    public const int Burst = 400;

    /// <summary>Requests of one address in a second, for as long as it likes.</summary>
    public const int PerSecond = 100;

    /// <summary>Wrong or missing tokens of one address in a minute.</summary>
    public const int WrongTokensPerMinute = 20;

    /// <summary>Name of the limit of streams of events.</summary>
    public const string Events = "events";

    /// <summary>Name of the limit of reads of the records.</summary>
    public const string Records = "records";

    private const int MostEvents = 64;
    private const int MostReads = 4;
    private const int MostWaitingReads = 32;

    /// <summary>Sets the limits of requests.</summary>
    public static void Set(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
            RateLimitPartition.GetTokenBucketLimiter(AddressOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst,
                TokensPerPeriod = PerSecond / 10,
                ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
            }));
        options.AddPolicy(Events, context => RateLimitPartition.GetConcurrencyLimiter(
            AddressOf(context), _ => new ConcurrencyLimiterOptions { PermitLimit = MostEvents }));
        options.AddPolicy(Records, _ => RateLimitPartition.GetConcurrencyLimiter(
            Records, _ => new ConcurrencyLimiterOptions { PermitLimit = MostReads, QueueLimit = MostWaitingReads }));
        options.OnRejected = async (rejected, _) => await RefuseAsync(rejected.HttpContext, rejected.Lease).ConfigureAwait(false);
    }

    /// <summary>The limit of wrong tokens.</summary>
    public static PartitionedRateLimiter<HttpContext> WrongTokens() => PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
        RateLimitPartition.GetFixedWindowLimiter(AddressOf(context), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = WrongTokensPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>Answers a request that is one too many.</summary>
    public static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        double seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Ceiling(wait.TotalSeconds) : 1;
        context.Response.Headers.RetryAfter = Math.Max(1, seconds).ToString(CultureInfo.InvariantCulture);
        return Problem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "tooManyRequests",
            "This address asks for too much; wait.");
    }

    private static IPAddress AddressOf(HttpContext context) => context.Connection.RemoteIpAddress ?? IPAddress.None;
}
