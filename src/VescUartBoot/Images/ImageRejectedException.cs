namespace VescUartBoot.Images;

/// <summary>A file or an image must not be used. <see cref="Code"/> and the other properties give the reason; advice is left to the
/// program.</summary>
/// <param name="code">Stable word for the kind of failure, for example <c>imageUnreadable</c>.</param>
/// <param name="message">What the file is, and what was expected.</param>
/// <param name="innerException">The exception of the operating system, if there is one.</param>
public sealed class ImageRejectedException(string code, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <summary>Stable word for the kind of failure.</summary>
    public string Code { get; } = code;

    /// <summary>The expected kind of file; <see langword="null"/> if any image was expected.</summary>
    internal ExpectedFile? Expected { get; init; }

    /// <summary>Id of the image, in the catalogue or the store.</summary>
    public string? Id { get; init; }

    /// <summary>Path of the file or folder.</summary>
    public string? Path { get; init; }

    /// <summary>Download address of the image in the catalogue.</summary>
    public Uri? Origin { get; init; }

    /// <summary>Name of the hardware that needs an image.</summary>
    public string? Hardware { get; init; }

    /// <summary>Name of the hardware for which the image is built.</summary>
    public string? ImageHardware { get; init; }

    /// <summary>Valid alternatives: versions if <see cref="Hardware"/> is set, otherwise ids; <see langword="null"/> if not
    /// known.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
