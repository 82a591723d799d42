using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Images.Formats;
using VescUartBoot.Recognition;

namespace VescUartBoot.Hosting.Store;

/// <summary>Imports the user's images into the store and identifies each of them.</summary>
/// <param name="store">The store.</param>
/// <param name="catalogue">The known images.</param>
/// <param name="approved">List of the only images allowed, if any.</param>
internal sealed class BundleImport(ImageStore store, ImageCatalog catalogue, ApprovedImages? approved)
{
    private const int MaxFiles = 50_000;

    /// <summary>Imports one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="ownName">Name for an image that is in no catalogue.</param>
    /// <exception cref="ImageRejectedException">The file is not an image, is not approved, is in no catalogue and has no name, or the name
    /// is taken.</exception>
    public ImportedFile TakeFile(string path, string? ownName)
    {
        var recognition = Recognise(path);
        var image = recognition.Image;
        if (image is not { IsSound: true, Sha256: { } hash })
        {
            throw image.IsDamaged
                ? new ImageRejectedException("imageDamaged", $"{image.File.Name} is {image.Description}")
                : new ImageRejectedException("imageNotUsable", $"{image.File.Name} is {image.Description}");
        }

        approved?.Require(hash, image.File.Name);
        if (recognition.Entries.Count == 0)
        {
            RequireFreeName(image, ownName, path);
            store.Add(image.File.Content.Span, ownName);
            return new ImportedFile(path, UserImageName.Prefix + ownName, recognition);
        }

        store.Add(image.File.Content.Span);
        return new ImportedFile(path, recognition.Entries[0].Id, recognition);
    }

    /// <summary>Imports the catalogue images in a folder and its subfolders, and the own images named in its list.</summary>
    /// <param name="folder">A clone, an export or any other folder.</param>
    /// <param name="taken">Receives each file.</param>
    /// <param name="cancellationToken">Stops the import between two files.</param>
    /// <returns>Images that the list names but the folder does not contain.</returns>
    /// <exception cref="ImageRejectedException">A file does not match the list, or the folder or its list cannot be read.</exception>
    public IReadOnlyList<string> TakeFolder(string folder, Action<ImportedFile> taken, CancellationToken cancellationToken)
    {
        var listed = BundleManifest.Read(folder);
        var missing = listed.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (string path in Files(folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (recognition, unreadable) = TryRecognise(path);
            string name = Path.GetRelativePath(folder, path).Replace('\\', '/');
            missing.Remove(name);
            if (listed.TryGetValue(name, out string? hash) && hash != recognition.Image.Sha256)
            {
                throw new ImageRejectedException(
                    "imageHashMismatch",
                    $"{name} is damaged: its list {BundleExport.Manifest} says SHA-256 {hash[..16]}…, and it is "
                        + $"{recognition.Image.Description}");
            }

            taken(Take(path, recognition, hash is null ? null : OwnNameIn(name)) with { Unreadable = unreadable });
        }

        return [.. missing.Order(StringComparer.Ordinal)];
    }

    private ImportedFile Take(string path, ImageRecognition recognition, string? ownName)
    {
        bool known = recognition.Entries.Count > 0;
        if (recognition.Image is not { IsSound: true, Sha256: { } hash } image || !(known || ownName is not null))
        {
            return new ImportedFile(path, null, recognition);
        }

        approved?.Require(hash, image.File.Name);
        if (!known)
        {
            RequireFreeName(image, ownName, path);
        }

        store.Add(image.File.Content.Span, known ? null : ownName);
        return new ImportedFile(path, known ? recognition.Entries[0].Id : UserImageName.Prefix + ownName, recognition);
    }

    private ImageRecognition Recognise(string path) => ImageRecognition.Of(ImageInspection.Of(ImageFile.Read(path)), catalogue);

    private (ImageRecognition Recognition, ImageRejectedException? Unreadable) TryRecognise(string path)
    {
        try
        {
            return (Recognise(path), null);
        }
        catch (ImageRejectedException e)
        {
            var nothing = new ImageFile(Path.GetFileName(path), ImageFormat.Raw, default, 0, Problem: "a file that cannot be read");
            return (ImageRecognition.Of(ImageInspection.Of(nothing), catalogue), e);
        }
    }

    private void RequireFreeName(ImageInspection image, string? ownName, string path)
    {
        if (ownName is null)
        {
            throw new ImageRejectedException("imageUnknown",
                $"{image.File.Name} is {image.Description}, and not in the catalogue")
            { Path = path };
        }

        UserImageName.Require(ownName);
        if (store.List().FirstOrDefault(i => string.Equals(i.OwnName, ownName, StringComparison.OrdinalIgnoreCase)
            && i.Sha256 != image.Sha256) is { } other)
        {
            throw new ImageRejectedException("nameTaken", $"the name {ownName} is that of another image (SHA-256 {other.Sha256[..16]}…)");
        }
    }

    private static string? OwnNameIn(string path) =>
        path.StartsWith(UserImageName.Prefix, StringComparison.Ordinal) && UserImageName.IsValid(Path.GetFileNameWithoutExtension(path))
            ? Path.GetFileNameWithoutExtension(path)
            : null;

    private static List<string> Files(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
            MaxRecursionDepth = 16
        };
        var files = Directory.EnumerateFiles(folder, "*", options).Where(f => Path.GetFileName(f) != BundleExport.Manifest)
            .Take(MaxFiles + 1).Order(StringComparer.Ordinal).ToList();
        return files.Count <= MaxFiles
            ? files
            : throw new ImageRejectedException("folderTooLarge", $"{folder} holds more than {MaxFiles} files");
    }
}
