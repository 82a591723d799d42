using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VescUartBoot.Images;
using VescUartBoot.IO;

namespace VescUartBoot.Catalog;

/// <summary>Distinguishes the released images of a hardware name by a few windows of flash; content of the file
/// <c>firmware-windows.json</c>.</summary>
/// <param name="About">Description for the reader of the file.</param>
/// <param name="Commit">The commit of the archive from which it was made.</param>
/// <param name="Length">Length of each window in bytes.</param>
/// <param name="Simulated">Marker of the firmware of a simulated board.</param>
/// <param name="Versions">Version, folder, windows. Versions that no board can read are omitted.</param>
internal sealed record FirmwareFingerprints(
    string? About, string Commit, int Length, SimulatedImageMarker Simulated,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, HardwareFingerprints>> Versions)
{
    private const int HashDigits = 16;

    private static readonly Lazy<FirmwareFingerprints> _shipped = new(Load);

    /// <summary>The file shipped with this library. Loaded at first use.</summary>
    public static FirmwareFingerprints Shipped => _shipped.Value;

    /// <summary>The windows of the folder that holds an image; <see langword="null"/>: its version cannot be read.</summary>
    public HardwareFingerprints? Of(CatalogEntry image) =>
        Versions.TryGetValue(image.Version!, out var folders) && folders.TryGetValue(FirmwareCatalog.FolderOf(image), out var windows)
            ? windows
            : null;

    /// <summary>Computes the stored hash of the windows of one image.</summary>
    /// <param name="content">The windows, concatenated.</param>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content))[..HashDigits];

    /// <summary>Whether a window that begins at <paramref name="at"/> shows the mark of a simulated board's firmware.</summary>
    internal bool IsSimulated(int at, ReadOnlySpan<byte> window) =>
        at <= Simulated.At && at + window.Length > Simulated.At
            && window[(Simulated.At - at)..].StartsWith(Encoding.ASCII.GetBytes(Simulated.Text));

    private static FirmwareFingerprints Load()
    {
        using var json = ShippedData.Open("firmware-windows.json");
        return JsonSerializer.Deserialize(json, CatalogJson.Default.FirmwareFingerprints)!;
    }
}
