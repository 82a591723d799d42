using System.IO.Compression;

namespace VescUartBoot.IO;

/// <summary>The data files of the library, which the build packs and embeds.</summary>
internal static class ShippedData
{
    /// <summary>Opens a file to read its content, unpacked.</summary>
    /// <param name="name">Its name, such as <c>firmware.json</c>.</param>
    public static Stream Open(string name) =>
        new DeflateStream(typeof(ShippedData).Assembly.GetManifestResourceStream(name)!, CompressionMode.Decompress);
}
