using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>Tells the released images of a name apart by a few windows of flash, as the file <c>firmware-windows.json</c> holds
/// them.</summary>
/// <param name="About">For the reader of the file.</param>
/// <param name="Commit">The commit of the archive that it was made from.</param>
/// <param name="Length">Length in bytes of every window.</param>
/// <param name="Simulated">How the firmware of a simulated board says that it is one.</param>
/// <param name="Versions">Version, folder, windows. Versions that no board can show are left out.</param>
internal sealed record FirmwareFingerprints(
    string? About, string Commit, int Length, SimulatedImageMarker Simulated,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, HardwareFingerprints>> Versions)
{
    private const int HashDigits = 16;

    private static readonly Lazy<FirmwareFingerprints> _shipped = new(Load);

    /// <summary>The file that comes with this library. It is read when it is first asked for.</summary>
    public static FirmwareFingerprints Shipped => _shipped.Value;

    /// <summary>The windows of the folder that holds an image; <see langword="null"/>: its version cannot be read.</summary>
    public HardwareFingerprints? Of(CatalogEntry image) =>
        Versions.TryGetValue(image.Version!, out var folders) && folders.TryGetValue(FirmwareCatalog.FolderOf(image), out var windows)
            ? windows
            : null;

    /// <summary>What is kept of the windows of one image.</summary>
    /// <param name="content">The windows, one after the other.</param>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content))[..HashDigits];

    /// <summary>Whether a window that begins at <paramref name="at"/> shows the mark of a simulated board's firmware.</summary>
    internal bool IsSimulated(int at, ReadOnlySpan<byte> window) =>
        at <= Simulated.At && at + window.Length > Simulated.At
            && window[(Simulated.At - at)..].StartsWith(Encoding.ASCII.GetBytes(Simulated.Text));

    private static FirmwareFingerprints Load()
    {
        using var json = typeof(FirmwareFingerprints).Assembly.GetManifestResourceStream("firmware-windows.json")!;
        return JsonSerializer.Deserialize(json, CatalogJson.Default.FirmwareFingerprints)!;
    }
}
