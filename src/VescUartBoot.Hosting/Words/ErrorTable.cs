using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Words;

/// <summary>All errors by their code.</summary>
internal static class ErrorTable
{
    private static readonly Dictionary<string, ErrorWords> _all = ErrorCodes.All.Concat(ImageCodes.All).ToDictionary(row => row.Code,
        StringComparer.Ordinal);

    /// <summary>Returns the row of a code.</summary>
    /// <exception cref="KeyNotFoundException">No row has this code, which a test detects.</exception>
    public static ErrorWords Of(string code) => _all[code];

    /// <summary>Returns the next step after an image was rejected.</summary>
    public static string NextAfter(ImageRejectedException rejection)
    {
        var row = Of(rejection.Code);
        return row.Live?.Invoke(rejection) ?? row.Spoken;
    }
}
