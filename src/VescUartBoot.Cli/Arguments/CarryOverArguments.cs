using System.CommandLine;
using System.CommandLine.Parsing;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli.Arguments;

/// <summary><c>--settings</c> and <c>--accept</c>: the settings of other firmware to carry over.</summary>
internal sealed class CarryOverArguments
{
    private readonly Option<SettingsMode?> _mode;
    private readonly Option<string?> _accept;

    /// <param name="defaults">Whether the defaults may also stay.</param>
    public CarryOverArguments(bool defaults)
    {
        string words = defaults ? "merge|keep|defaults" : "merge|keep";
        _mode = new Option<SettingsMode?>("--settings")
        {
            Description = "Settings to carry over (default: merge).\nmerge: those you changed; keep: all that mean the same"
                + (defaults ? "; defaults: none" : ""),
            HelpName = words,
            CustomParser = result => Parse(result, words.Split('|')),
        };
        _accept = new Option<string?>("--accept")
        {
            Description = "Take the offered values (--yes does not)",
            HelpName = "NAME,…",
        };
    }

    /// <summary>Adds both to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_mode);
        command.Options.Add(_accept);
    }

    /// <summary>Whether one of the two was given.</summary>
    public bool IsGiven(CommandResult result) => Mode(result) is not null || result.GetValue(_accept) is not null;

    /// <summary>The mode that was given.</summary>
    public SettingsMode? Mode(CommandResult result) => result.GetValue(_mode);

    /// <summary>Whether names were accepted although nothing is carried over.</summary>
    public bool AcceptsNothing(CommandResult result) => result.GetValue(_accept) is not null && Mode(result) == SettingsMode.Defaults;

    /// <summary>The mode; merge if omitted.</summary>
    public SettingsMode Mode(ParseResult parsed) => parsed.GetValue(_mode) ?? SettingsMode.Merge;

    /// <summary>The accepted names.</summary>
    public IReadOnlySet<string> Accepted(ParseResult parsed) =>
        (parsed.GetValue(_accept) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();

    private static SettingsMode? Parse(ArgumentResult result, string[] words)
    {
        string given = result.Tokens[0].Value;
        if (words.Contains(given))
        {
            return Enum.Parse<SettingsMode>(given, ignoreCase: true);
        }

        result.AddError($"--settings takes {string.Join(", ", words)}, not '{given}'");
        return null;
    }
}
