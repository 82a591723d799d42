using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using VescUartBoot.Images;
using VescUartBoot.Images.Formats;

namespace VescUartBoot.Catalog;

/// <summary>Writes the firmware catalogue from a folder of images, for maintainers: version, folder of hardware names, file.</summary>
internal static partial class CatalogIndexer
{
    private static readonly JsonWriterOptions _format = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    /// <summary>Creates the catalogue of a folder.</summary>
    /// <param name="folder">A clone of the archive.</param>
    /// <param name="source">Source of the clone, with its commit.</param>
    /// <param name="about">The first sentence of the file.</param>
    /// <exception cref="ImageRejectedException">A file is not firmware, images of one version differ in size or revision, or images of one
    /// folder differ in hardware.</exception>
    public static FirmwareCatalog Read(string folder, CatalogSource source, string about)
    {
        var versions = new SortedDictionary<string, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>>(
            StringComparer.Ordinal);
        var sizes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var revisions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var names = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string version in Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>()
            .Where(n => VersionName().IsMatch(n)).Order(StringComparer.Ordinal))
        {
            var folders = new SortedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
            foreach (string hardware in Directory.EnumerateDirectories(Path.Combine(folder, version)).Select(Path.GetFileName)
                .OfType<string>())
            {
                var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
                foreach (string path in Directory.EnumerateFiles(Path.Combine(folder, version, hardware), "*.bin"))
                {
                    var image = RequireFirmware(path);
                    files.Add(image.File.Name, image.Sha256!);
                    RequireSame(sizes, version, image.File.Content.Length, path);
                    if (image.Facts.FirstOrDefault(f => f.Name == ImageFact.Revision) is { } revision)
                    {
                        RequireSame(revisions, version, revision.Value, path);
                    }

                    if (image.Hardware is { } name)
                    {
                        RequireSame(names, $"{version}/{hardware}", name, path);
                    }
                }

                if (files.Count > 0)
                {
                    folders.Add(hardware, files);
                }
            }

            versions.Add(version, folders);
        }

        // A name that the folder lists itself needs no second entry.
        foreach (string folderOfListed
            in names.Where(n => n.Key.Split('/')[1].Split(FirmwareCatalog.Or).Contains(n.Value, StringComparer.OrdinalIgnoreCase))
                .Select(n => n.Key).ToList())
        {
            names.Remove(folderOfListed);
        }

        return new FirmwareCatalog
        {
            About = about,
            Source = source,
            Sizes = sizes,
            Revisions = revisions,
            Names = names,
            Versions = versions
        };
    }

    /// <summary>Writes the file.</summary>
    public static void Write(FirmwareCatalog catalogue, Stream output)
    {
        using (var writer = new Utf8JsonWriter(output, _format))
        {
            JsonSerializer.Serialize(writer, catalogue, CatalogJson.Default.FirmwareCatalog);
        }

        output.Write("\n"u8);
    }

    private static ImageInspection RequireFirmware(string path)
    {
        var image = ImageInspection.Of(ImageFile.Read(path));
        return image is { Kind: ImageKind.Firmware, IsSound: true } && image.File.Format == ImageFormat.Raw
            ? image
            : throw new ImageRejectedException("imageNotUsable",
                $"{path} is {image.Description}, not a raw firmware for a motor controller")
            { Path = path };
    }

    private static void RequireSame<T>(SortedDictionary<string, T> seen, string key, T value, string path)
        where T : notnull
    {
        if (!seen.TryAdd(key, value) && !seen[key].Equals(value))
        {
            throw new ImageRejectedException("imageNotUsable",
                $"{path} has {value}, the other images of {key} have {seen[key]}")
            { Path = path };
        }
    }

    [GeneratedRegex(@"^[0-9]+\.[0-9]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionName();
}
