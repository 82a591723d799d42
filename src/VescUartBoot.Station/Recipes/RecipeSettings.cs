using System.Security.Cryptography;
using System.Text;

using VescUartBoot.Settings;

namespace VescUartBoot.Station.Recipes;

/// <summary>Settings that a recipe names.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Content">The settings.</param>
internal sealed record RecipeSettings(string Name, string Sha256, SettingsFile Content)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="RecipeRejectedException">It cannot be read, or has another form.</exception>
    public static RecipeSettings Load(string word, string folder)
    {
        string path = Path.Combine(folder, word);
        try
        {
            byte[] content = new FileInfo(path) is { Length: > SettingsFile.MaxLength } tooLong
                ? throw new SettingsFileRejectedException($"{tooLong.Length} bytes, at most {SettingsFile.MaxLength} are read")
                : File.ReadAllBytes(path);
            var file = SettingsFile.Read(Encoding.UTF8.GetString(content));
            RequireKnown(file);
            return new RecipeSettings(Path.GetFileName(word), Convert.ToHexStringLower(SHA256.HashData(content)), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsFileRejectedException
            or UnknownSettingsLayoutException)
        {
            throw new RecipeRejectedException($"settings {word}: {e.Message}", e);
        }
    }

    private static void RequireKnown(SettingsFile file)
    {
        var known = SettingsLayouts.All.Where(l => l.Kind == file.Kind).SelectMany(l => l.Fields).Select(f => f.Name)
            .ToHashSet(StringComparer.Ordinal);
        if (file.Values.Count == 0)
        {
            throw new SettingsFileRejectedException("it holds no setting");
        }

        if (file.Values.Keys.FirstOrDefault(name => !known.Contains(name)) is { } strange)
        {
            throw new SettingsFileRejectedException($"no firmware that is known has a setting '{strange}'");
        }

        file.ToSettings();
    }
}
