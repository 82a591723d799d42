namespace VescUartBoot.Station.Web;

/// <summary>An error of the API: problem details (RFC 9457) with a stable code.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The code.</param>
/// <param name="Title">What happened.</param>
internal sealed record Problem(int Status, string Code, string Title)
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The kind as a URI.</summary>
    public string Type => $"urn:vescboot:{Code}";

    /// <summary>Answers a request with a problem.</summary>
    public static Task WriteAsync(HttpContext context, int status, string code, string title)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new Problem(status, code, title), StationJson.Default.Problem, MediaType,
            context.RequestAborted);
    }

    /// <summary>A problem as the result of an endpoint.</summary>
    public static IResult Of(int status, string code, string title) =>
        Results.Json(new Problem(status, code, title), StationJson.Default.Problem, MediaType, status);
}
