using System.Text.Json;
using System.Threading.RateLimiting;

namespace VescUartBoot.Station.Web;

/// <summary>What each request passes: headers, the name that the browser used, the token.</summary>
internal static class Gate
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // What the framework answers without a body.
    private static readonly Dictionary<int, (string Code, string Title)> _problems = new()
    {
        [StatusCodes.Status404NotFound] = ("notFound", "There is nothing at this address."),
        [StatusCodes.Status405MethodNotAllowed] = ("methodNotAllowed", "This address does not take this method."),
        [StatusCodes.Status413PayloadTooLarge] = ("bodyTooLarge", "The body is too large."),
        [StatusCodes.Status415UnsupportedMediaType] = ("mediaTypeUnsupported", "A body is application/json."),
    };

    /// <summary>Lets a request through, or answers it.</summary>
    public static async Task PassAsync(HttpContext context, RequestDelegate next, ListenAddress listen, AccessToken token)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store";

        // A page of another site that made its own name lead here (DNS rebinding) is no visitor of the station.
        if (!listen.Allows(context.Request.Host.Host))
        {
            await Problem.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "hostUnknown",
                "The station does not answer to this host name.").ConfigureAwait(false);
            return;
        }

        bool reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!reads && !token.IsIn(context.Request.Headers.Authorization))
        {
            // The right token always passes: pages of others in a browser of this machine cannot shut its owner out.
            using var guess = context.RequestServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>().AttemptAcquire(context);
            if (!guess.IsAcquired)
            {
                await Limits.RefuseAsync(context, guess).ConfigureAwait(false);
                return;
            }

            headers.WWWAuthenticate = "Bearer";
            await Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, "tokenMissing",
                "A change needs the token that the start of the station prints in its address.").ConfigureAwait(false);
            return;
        }

        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BadHttpRequestException or JsonException && !context.Response.HasStarted)
        {
            int status = (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            await Problem.WriteAsync(context, status, "requestInvalid", "The request is not understood.").ConfigureAwait(false);
        }

        if (context.Response is { HasStarted: false, ContentLength: null, StatusCode: var without }
            && _problems.TryGetValue(without, out var problem))
        {
            await Problem.WriteAsync(context, without, problem.Code, problem.Title).ConfigureAwait(false);
        }
    }
}
