using System.Text;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.IO;

namespace VescUartBoot.Hosting.Store;

/// <summary>Writes a store into a folder that a person can read: each image under its id, and a list of their hashes.</summary>
/// <remarks>The list is what <c>sha256sum -c</c> checks and what <c>--lock</c> takes.</remarks>
internal static class BundleExport
{
    /// <summary>The name of the list.</summary>
    public const string Manifest = "SHA256SUMS";

    /// <summary>Writes what is in the store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="catalogue">Knows the ids.</param>
    /// <param name="folder">The folder; it is made. What is in it stays, except files of the same name.</param>
    /// <param name="chosen">Which ids; <see langword="null"/>: all.</param>
    /// <param name="damaged">Is told of damaged files in the store; they are not exported.</param>
    /// <returns>The ids that were written, in order. None: nothing was written.</returns>
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

    // A stick that is full or pulled holds no half file under an image's name, and nothing that lies there already is written through.
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

    /// <summary>The ids of a stored image: of the catalogue, or its own name.</summary>
    public static IReadOnlyList<string> IdsOf(StoredImage image, ImageCatalog catalogue) =>
        catalogue.FindByHash(image.Sha256) is { Count: > 0 } entries ? [.. entries.Select(e => e.Id)]
        : [UserImageName.Prefix + (image.OwnName ?? image.Sha256)];
}
