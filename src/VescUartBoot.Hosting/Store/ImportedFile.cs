using VescUartBoot.Images;
using VescUartBoot.Recognition;

namespace VescUartBoot.Hosting.Store;

/// <summary>Result of importing one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Id">Id of the image in the store; <see langword="null"/> if it was omitted.</param>
/// <param name="Recognition">Recognition of the image.</param>
internal sealed record ImportedFile(string Path, string? Id, ImageRecognition Recognition)
{
    /// <summary>Reason why the file could not be read; the other files of the folder were imported.</summary>
    public ImageRejectedException? Unreadable { get; init; }
}
