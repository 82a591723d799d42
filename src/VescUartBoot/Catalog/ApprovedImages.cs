using VescUartBoot.Images;

namespace VescUartBoot.Catalog;

/// <summary>A list of the only images that may be used, for factories: a text file with a SHA-256 at the start of each line, as written by
/// <c>sha256sum</c>.</summary>
public sealed class ApprovedImages
{
    private const int HashLength = 64;
    private const int MaxLength = 1 << 20;

    private readonly HashSet<string> _hashes;
    private readonly string _name;

    private ApprovedImages(string name, HashSet<string> hashes) => (_name, _hashes) = (name, hashes);

    /// <summary>Reads a list from a file.</summary>
    /// <exception cref="ImageRejectedException">The file cannot be read, a line has no valid hash, or the list is empty.</exception>
    public static ApprovedImages Load(string path)
    {
        using var file = RegularFile.Open(path, ExpectedFile.ApprovedImages);
        if (file.Length > MaxLength)
        {
            throw Broken(path, $"{file.Length} bytes are not a list of hashes");
        }

        try
        {
            using var reader = new StreamReader(file);
            return Parse(path, reader);
        }
        catch (IOException e)
        {
            throw RegularFile.Unreadable(path, e, ExpectedFile.ApprovedImages);
        }
    }

    /// <summary>Reads a list. Empty lines and text after <c>#</c> are ignored.</summary>
    /// <inheritdoc cref="Load"/>
    public static ApprovedImages Parse(string name, TextReader text)
    {
        var hashes = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        int number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            string word = line.Split('#', 2)[0].Trim().Split(' ', '\t')[0];
            if (word.Length == 0)
            {
                continue;
            }

            if (word.Length != HashLength || !word.All(char.IsAsciiHexDigit))
            {
                throw Broken(name, $"line {number} does not begin with a SHA-256");
            }

            hashes.Add(word);
        }

        return hashes.Count > 0 ? new ApprovedImages(name, hashes) : throw Broken(name, "it approves of no image");
    }

    /// <summary>Rejects an image that is not in the list.</summary>
    /// <exception cref="ImageRejectedException">The image is not in the list.</exception>
    public void Require(string sha256, string image)
    {
        if (!_hashes.Contains(sha256))
        {
            throw new ImageRejectedException(
                "imageNotApproved",
                $"{image} (SHA-256 {sha256}) is not among the {_hashes.Count} approved images of {_name}");
        }
    }

    private static ImageRejectedException Broken(string name, string reason) =>
        new("lockUnreadable", $"{name} is not a list of approved images: {reason}");
}
