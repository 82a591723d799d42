namespace VescUartBoot.Images;

/// <summary>A file or an image must not be used. The code and the fields say why; what to do about it is left to the program.</summary>
/// <param name="code">Stable word for the kind of failure, such as <c>imageUnreadable</c>.</param>
/// <param name="message">What the file is, and what was expected.</param>
/// <param name="innerException">What the system said.</param>
public sealed class ImageRejectedException(string code, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <summary>Stable word for the kind of failure.</summary>
    public string Code { get; } = code;

    /// <summary>What the file should have been; <see langword="null"/>: any image.</summary>
    internal ExpectedFile? Expected { get; init; }

    /// <summary>Id of the image concerned, of the catalogue or of the store.</summary>
    public string? Id { get; init; }

    /// <summary>Path of the file or folder concerned.</summary>
    public string? Path { get; init; }

    /// <summary>Address that the catalogue names for the image.</summary>
    public Uri? Origin { get; init; }

    /// <summary>Name of the hardware that an image is needed for.</summary>
    public string? Hardware { get; init; }

    /// <summary>Name of the hardware that the image is for.</summary>
    public string? ImageHardware { get; init; }

    /// <summary>What could be named instead: versions with <see cref="Hardware"/>, ids without; <see langword="null"/>: not
    /// known.</summary>
    public IReadOnlyList<string>? Choices { get; init; }
}
