namespace VescUartBoot.Images;

/// <summary>A file that must not be written to a board.</summary>
/// <param name="code">Stable word for the kind of failure, such as <c>imageUnreadable</c>.</param>
/// <param name="message">What the file is, and what was expected.</param>
/// <param name="next">What to do now.</param>
/// <param name="innerException">What the system said.</param>
public sealed class ImageRejectedException(string code, string message, string next, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <summary>Stable word for the kind of failure.</summary>
    public string Code { get; } = code;

    /// <summary>What to do now.</summary>
    public string Next { get; } = next;
}
