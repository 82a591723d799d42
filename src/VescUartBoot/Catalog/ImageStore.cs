using System.Security.Cryptography;
using System.Text;
using VescUartBoot.Images;
using VescUartBoot.IO;

namespace VescUartBoot.Catalog;

/// <summary>The local store: one file per image, named by its hash. Safe for concurrent processes; every file is verified by its
/// hash.</summary>
/// <remarks>A file appears complete or not at all, because it is written elsewhere and moved. Two writers of one image write the same
/// bytes.</remarks>
/// <param name="folder">The folder; created when the first image is stored.</param>
public sealed class ImageStore(string folder)
{
    private const string Extension = ".bin";
    private const string PartExtension = ".part";
    private const int MaxNameFile = 1024;

    private static readonly TimeSpan _abandoned = TimeSpan.FromHours(1);

    private readonly string _images = Path.Combine(folder, "images");
    private readonly string _names = Path.Combine(folder, "names");
    private readonly string _damaged = Path.Combine(folder, "damaged");

    /// <summary>The folder of the store.</summary>
    public string Folder { get; } = folder;

    /// <summary>The path of an image, whether it exists or not.</summary>
    public string PathOf(string sha256) => Path.Combine(_images, sha256 + Extension);

    /// <summary>Whether a file exists for this image. Only <see cref="Read"/> verifies it.</summary>
    public bool Has(string sha256) => File.Exists(PathOf(sha256));

    /// <summary>Reads and verifies an image. A damaged file is moved aside.</summary>
    /// <exception cref="ImageRejectedException">The store cannot be read.</exception>
    internal StoreListing Read(string sha256) => Guard(() =>
    {
        string path = PathOf(sha256);
        byte[] content;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (file.Length > ImageFile.MaxRawLength)
            {
                return new StoreListing(null, MoveAside(path, sha256));
            }

            content = new byte[file.Length];
            file.ReadExactly(content);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return default;
        }

        return Convert.ToHexStringLower(SHA256.HashData(content)) == sha256
            ? new StoreListing(content)
            : new StoreListing(null, MoveAside(path, sha256));
    });

    /// <summary>Stores an image.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="ownName">Name of an image that is in no catalogue.</param>
    /// <returns>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ImageRejectedException">The store cannot be written.</exception>
    public string Add(ReadOnlySpan<byte> content, string? ownName = null)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        byte[] bytes = content.ToArray();
        return Guard(() =>
        {
            if (ownName is not null)
            {
                WriteWhole(Path.Combine(_names, sha256), Encoding.UTF8.GetBytes(ownName));
            }

            if (Read(sha256).Content is null)
            {
                WriteWhole(PathOf(sha256), bytes);
            }

            return sha256;
        });
    }

    /// <summary>Lists the stored images by name.</summary>
    /// <exception cref="ImageRejectedException">The store cannot be read.</exception>
    internal IReadOnlyList<StoredImage> List() => Guard<IReadOnlyList<StoredImage>>(() => !Directory.Exists(_images) ? NothingYet() :
    [
        .. new DirectoryInfo(_images).EnumerateFiles("*" + Extension)
            .Where(f => f.Name.Length == 64 + Extension.Length && f.Name[..64].All(char.IsAsciiHexDigitLower))
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => new StoredImage(f.Name[..64], f.Length, OwnNameOf(f.Name[..64]))),
    ]);

    /// <summary>Deletes temporary files that are older than one hour, left by terminated writers.</summary>
    /// <exception cref="ImageRejectedException">The store cannot be written.</exception>
    public void Tidy(TimeProvider time) => Guard(() =>
    {
        foreach (string part in new[] { _images, _names }.Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFiles(f, "*" + PartExtension)))
        {
            if (time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(part) > _abandoned)
            {
                File.Delete(part);
            }
        }

        return true;
    });

    // A path that is not a folder, or a broken link, does not count as an empty store.
    private StoredImage[] NothingYet() =>
        !Directory.Exists(Folder) && (File.Exists(Folder) || new FileInfo(Folder).LinkTarget is not null)
            ? throw new IOException("it is not a folder")
            : [];

    private string? OwnNameOf(string sha256)
    {
        var file = new FileInfo(Path.Combine(_names, sha256));
        return file.Exists && file.Length <= MaxNameFile && UserImageName.IsValid(File.ReadAllText(file.FullName))
            ? File.ReadAllText(file.FullName)
            : null;
    }

    private string MoveAside(string path, string sha256)
    {
        UserFolders.Make(Folder, _damaged);
        string target = Path.Combine(_damaged, $"{sha256}-{Guid.NewGuid():N}{Extension}");
        try
        {
            File.Move(path, target);
        }
        catch (FileNotFoundException)
        {
            // Another process has already moved the damaged file.
        }

        return target;
    }

    private void WriteWhole(string path, byte[] content)
    {
        UserFolders.Make(Folder, Path.GetDirectoryName(path)!);
        string part = $"{path}-{Guid.NewGuid():N}{PartExtension}";
        try
        {
            using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private T Guard<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImageRejectedException("storeUnusable", $"the store {Folder} cannot be used: {IOErrorText.OfWriting(e)}", e);
        }
    }
}
