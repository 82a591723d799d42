using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Store;

/// <summary>The list of an export: files with their SHA-256. Its names are compared, never opened.</summary>
internal static class BundleManifest
{
    private const int HashLength = 64;
    private const int MaxLength = 8 << 20;

    /// <summary>Reads the list of a folder; empty if there is none.</summary>
    /// <exception cref="ImageRejectedException">The list cannot be read, or a line is damaged.</exception>
    public static Dictionary<string, string> Read(string folder)
    {
        string path = Path.Combine(folder, BundleExport.Manifest);
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = RegularFile.Open(path, ExpectedFile.FolderList);
        if (file.Length > MaxLength)
        {
            throw Broken(path, $"{file.Length} bytes are not a list");
        }

        try
        {
            using var reader = new StreamReader(file);
            return Parse(path, reader);
        }
        catch (IOException e)
        {
            throw RegularFile.Unreadable(path, e, ExpectedFile.FolderList);
        }
    }

    private static Dictionary<string, string> Parse(string path, TextReader text)
    {
        var listed = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int number = 1; text.ReadLine() is { } line; number++)
        {
            if (line.Trim() is "" or ['#', ..])
            {
                continue;
            }

            // Format of sha256sum: the hash, a space, a space or an asterisk, the name.
            if (line.Length < HashLength + 3 || !line.AsSpan(0, HashLength).ToString().All(char.IsAsciiHexDigit) || line[HashLength] != ' '
                || line[HashLength + 1] is not (' ' or '*'))
            {
                throw Broken(path, $"line {number} is not a hash with a file name");
            }

            string name = line[(HashLength + 2)..].Trim();
            name = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
            if (name.Length == 0 || name[0] is '/' or '\\' || name.Split('/', '\\').Contains(".."))
            {
                throw Broken(path, $"line {number} names a file outside its folder");
            }

            string hash = line[..HashLength].ToLowerInvariant();
            if (!listed.TryAdd(name, hash) && listed[name] != hash)
            {
                throw Broken(path, $"line {number} names {name} a second time, with another hash");
            }
        }

        return listed;
    }

    private static ImageRejectedException Broken(string path, string reason) => new("manifestUnreadable", $"{path} is damaged: {reason}");
}
