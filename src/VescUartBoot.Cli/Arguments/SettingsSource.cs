using VescUartBoot.Backups;
using VescUartBoot.Cli.Errors;
using VescUartBoot.IO;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli.Arguments;

/// <summary>A source of settings: a board, a backup or a file.</summary>
internal sealed class SettingsSource
{
    private const string Expected = "give the folder of a backup or an XML file";

    private readonly Dictionary<BackupPartKind, Part> _parts = [];

    /// <summary>Creates a source from configurations read from a board.</summary>
    public static SettingsSource Of(IReadOnlyList<BackupPart> parts)
    {
        var source = new SettingsSource();
        foreach (var part in parts)
        {
            if (part.Configuration is { } configuration)
            {
                source._parts[part.Kind] = new Part(BoardSettings.Decode(configuration), null);
            }
        }

        return source;
    }

    /// <summary>Reads the folder of a backup, or an XML file.</summary>
    /// <exception cref="CliException">The path is neither, or cannot be read.</exception>
    public static SettingsSource Load(string path)
    {
        if (Directory.Exists(path))
        {
            return Of(BackupFolder.Load(path).Parts);
        }

        var file = LoadFile(path);
        var source = new SettingsSource();
        var kind = file.Kind == ConfigurationKind.Motor ? BackupPartKind.MotorConfiguration : BackupPartKind.AppConfiguration;
        source._parts[kind] = new Part(null, file);
        return source;
    }

    /// <summary>Reads an XML file.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static SettingsFile LoadFile(string path)
    {
        string text = ReadText(path);
        try
        {
            return SettingsFile.Read(text);
        }
        catch (SettingsFileRejectedException e)
        {
            throw new SettingsFileRejectedException($"{path}: {e.Message}");
        }
    }

    /// <summary>Returns one configuration; <see langword="null"/> if it does not exist.</summary>
    public Part? Find(BackupPartKind part) => _parts.GetValueOrDefault(part);

    private static string ReadText(string path)
    {
        try
        {
            // A path that is not a regular file has no length and is not opened.
            var info = new FileInfo(path);
            return info is { Exists: false } ? throw new CliException(CliError.Usage($"{path}: no such file or folder", Expected))
                : info is { Exists: true, Length: > SettingsFile.MaxLength or 0 }
                ? throw new SettingsFileRejectedException($"{path} has {info.Length} bytes (1 to {SettingsFile.MaxLength} are possible)")
                : File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(CliError.Usage($"{path} cannot be read: {IOErrorText.Of(e)}", Expected));
        }
    }

    /// <summary>One configuration of a source: settings, or a file to be read with a matching layout.</summary>
    internal sealed record Part(BoardSettings? Settings, SettingsFile? File)
    {
        /// <summary>Returns the settings.</summary>
        /// <param name="like">The settings to compare with; a file without a firmware version is read with the same version.</param>
        public BoardSettings Read(BoardSettings? like) => Settings ?? File!.ToSettings(like);
    }
}
