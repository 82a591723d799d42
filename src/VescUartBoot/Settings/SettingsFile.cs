using System.Globalization;
using System.Text;
using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>Settings in the XML format of VESC Tool: one element per setting, enums by number.</summary>
/// <remarks>
/// The format does not name the firmware. Files of this library have a comment with the signature of the layout, which VESC Tool ignores.
/// The format is flat, so it is read without the XML reader of the framework, which would add more to a native program than this whole
/// folder.
/// </remarks>
internal sealed class SettingsFile
{
    /// <summary>The largest number of characters in a file.</summary>
    public const int MaxLength = 1 << 20;

    private const string MotorRoot = "MCConfiguration";
    private const string AppRoot = "APPConfiguration";
    private const string VersionElement = "ConfigVersion";
    private const string LayoutWord = "layout ";

    // VESC Tool warns of any other version.
    private const int ConfigVersion = 4;

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private SettingsFile(ConfigurationKind kind) => Kind = kind;

    /// <summary>Which configuration it is.</summary>
    public ConfigurationKind Kind { get; }

    /// <summary>The texts of the elements, by name.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The signature of the layout, if a comment contains it.</summary>
    public uint? Signature { get; private set; }

    /// <summary>Writes settings in this form.</summary>
    public static string Write(BoardSettings settings)
    {
        string root = settings.Kind == ConfigurationKind.Motor ? MotorRoot : AppRoot;
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        text.Append(CultureInfo.InvariantCulture, $"<{root}>\n");
        string versions = string.Join(", ", settings.Versions);
        text.Append(CultureInfo.InvariantCulture, $"    <!-- firmware {versions}; {LayoutWord}{settings.Signature:X8} -->\n");
        text.Append(CultureInfo.InvariantCulture, $"    <{VersionElement}>{ConfigVersion}</{VersionElement}>\n");
        foreach (var value in settings.Values)
        {
            bool isFloat = value.Field.Wire is WireForm.Float16 or WireForm.Float32Auto;
            IFormattable number = isFloat ? (float)value.Number : value.Raw;
            text.Append(CultureInfo.InvariantCulture, $"    <{value.Field.Name}>{number}</{value.Field.Name}>\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"</{root}>\n").ToString();
    }

    /// <summary>Reads a file of this form.</summary>
    /// <exception cref="SettingsFileRejectedException">It has another form.</exception>
    public static SettingsFile Read(string xml)
    {
        if (xml.Length > MaxLength)
        {
            throw new SettingsFileRejectedException($"the file is longer than {MaxLength} characters");
        }

        SettingsFile? file = null;
        string? comment = null;
        string? root = null;
        int at = 0;
        while (NextTag(xml, ref at) is { } name)
        {
            if (name.StartsWith("!--", StringComparison.Ordinal))
            {
                comment ??= name.Contains(LayoutWord, StringComparison.Ordinal) ? name : null;
            }
            else if (name[0] == '?')
            {
                continue;
            }
            else if (file is null)
            {
                root = name;
                file = new SettingsFile(name switch
                {
                    MotorRoot => ConfigurationKind.Motor,
                    AppRoot => ConfigurationKind.App,
                    _ => throw new SettingsFileRejectedException($"its first element is neither {MotorRoot} nor {AppRoot}"),
                });
            }
            else if (name == "/" + root)
            {
                file.Signature = comment is null ? null : SignatureIn(comment);
                return file;
            }
            else
            {
                file.ReadElement(xml, name, ref at);
            }
        }

        throw new SettingsFileRejectedException(file is null ? "it is not XML" : "its end is missing");
    }

    /// <summary>Reads the values of the file, which need not contain every setting of its layout.</summary>
    /// <param name="like">Its layout is used if the file names none and fits it; <see langword="null"/> for the newest that fits.</param>
    /// <exception cref="UnknownSettingsLayoutException">The file names an unknown layout.</exception>
    /// <exception cref="SettingsFileRejectedException">No layout has all its names.</exception>
    public BoardSettings ToSettings(BoardSettings? like = null) => SettingsImport.Read(this, like)
        ?? throw new SettingsFileRejectedException("no firmware that is known has all its settings");

    private static string? NextTag(string xml, ref int at)
    {
        int start = xml.IndexOf('<', at);
        if (start < 0)
        {
            return null;
        }

        string close = xml.AsSpan(start).StartsWith("<!--", StringComparison.Ordinal) ? "-->" : ">";
        int end = xml.IndexOf(close, start, StringComparison.Ordinal);
        if (end < 0 || xml.AsSpan(start).StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            throw new SettingsFileRejectedException("it is not XML of this form");
        }

        at = end + close.Length;
        string tag = xml[(start + 1)..end].Trim();
        return tag.Trim('/').Length > 0 ? tag : throw new SettingsFileRejectedException("it is not XML of this form");
    }

    private static uint? SignatureIn(string comment)
    {
        var digits = comment.AsSpan(comment.IndexOf(LayoutWord, StringComparison.Ordinal) + LayoutWord.Length).Trim();
        bool isSignature = uint.TryParse(
            digits[..Math.Min(8, digits.Length)], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint signature);
        return isSignature ? signature : null;
    }

    private void ReadElement(string xml, string name, ref int at)
    {
        bool isEmpty = name[^1] == '/';
        name = name.TrimEnd('/').Trim();
        string close = $"</{name}>";
        int end = isEmpty ? at : xml.IndexOf(close, at, StringComparison.Ordinal);
        if (end < 0 || xml.AsSpan(at, end - at).Contains('<'))
        {
            throw new SettingsFileRejectedException($"the element '{name}' is not one value");
        }

        string value = xml[at..end].Trim();
        at = isEmpty ? at : end + close.Length;
        if (name != VersionElement && !_values.TryAdd(name, value))
        {
            throw new SettingsFileRejectedException($"the element '{name}' occurs twice");
        }
    }
}
