using VescUartBoot.Images;
using VescUartBoot.Recognition;

namespace VescUartBoot.Hosting.Store;

/// <summary>What became of one file of an import.</summary>
/// <param name="Path">The file.</param>
/// <param name="Id">The id under which its image is in the store; <see langword="null"/>: it was left out.</param>
/// <param name="Recognition">What it is.</param>
internal sealed record ImportedFile(string Path, string? Id, ImageRecognition Recognition)
{
    /// <summary>Why the file could not even be read; the others of its folder were taken all the same.</summary>
    public ImageRejectedException? Unreadable { get; init; }
}
