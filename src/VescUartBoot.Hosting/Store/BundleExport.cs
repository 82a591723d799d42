using System.Text;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.IO;

namespace VescUartBoot.Hosting.Store;

/// <summary>Exports a store to a readable folder: each image under its id, and a list of hashes.</summary>
/// <remarks><c>sha256sum -c</c> and <c>--lock</c> accept the list.</remarks>
internal static class BundleExport
{
    /// <summary>File name of the list.</summary>
    public const string Manifest = "SHA256SUMS";

    /// <summary>Exports the images of the store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="catalogue">The catalogue with the ids.</param>
    /// <param name="folder">The folder; it is created. Existing files stay, except those of the same name.</param>
    /// <param name="chosen">Ids to export; <see langword="null"/> exports all.</param>
    /// <param name="damaged">Receives damaged files in the store, which are not exported.</param>
    /// <returns>The exported ids, in order; empty if nothing was written.</returns>
    /// <exception cref="ImageRejectedException">The folder cannot be written.</exception>
    public static IReadOnlyList<string> Write(ImageStore store, ImageCatalog catalogue, string folder, Func<string, bool>? chosen,
        Action<string> damaged)
    {
        try
        {
            var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var image in store.List())
            {
                var ids = IdsOf(image, catalogue).Where(id => chosen?.Invoke(id) ?? true).ToList();
                if (ids.Count == 0)
                {
                    continue;
                }

                var reading = store.Read(image.Sha256);
                if (reading.MovedTo is { } movedTo)
                {
                    damaged($"the stored file of {ids[0]} is damaged and was moved to {movedTo}");
                }

                foreach (string id in reading.Content is null ? [] : ids)
                {
                    string path = Path.Combine([folder, .. ImageOrigin.ExportPath(id).Split('/')]);
                    UserFolders.Make(folder, Path.GetDirectoryName(path)!);
                    WriteWhole(path, reading.Content!);
                    lines[id] = image.Sha256;
                }
            }

            if (lines.Count > 0)
            {
                WriteWhole(Path.Combine(folder, Manifest),
                    Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => $"{l.Value}  {ImageOrigin.ExportPath(l.Key)}\n"))));
            }

            return [.. lines.Keys];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageRejectedException("exportFailed", $"{folder} cannot be written: {IOErrorText.OfWriting(e)}", e);
        }
    }

    // A full or unplugged stick never has a partial file under an image's name, and existing links are not followed.
    private static void WriteWhole(string path, byte[] content)
    {
        string part = $"{path}-{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Returns the ids of a stored image: from the catalogue, or its own name.</summary>
    public static IReadOnlyList<string> IdsOf(StoredImage image, ImageCatalog catalogue) =>
        catalogue.FindByHash(image.Sha256) is { Count: > 0 } entries ? [.. entries.Select(e => e.Id)]
        : [UserImageName.Prefix + (image.OwnName ?? image.Sha256)];
}
