using System.CommandLine;
using System.CommandLine.Parsing;
using VescUartBoot.Cli.Running;

namespace VescUartBoot.Cli.Arguments;

/// <summary>Options that select a board on the CAN bus, or all of them.</summary>
internal sealed class CanOptions
{
    private readonly Option<string?> _can;
    private readonly Option<bool> _keepGoing =
        new("--keep-going") { Description = "With --can all, continue after a failure" };

    public CanOptions(CanUse use) => _can = new("--can")
    {
        Description = use == CanUse.All
            ? "A board on the CAN bus.\nall: each in turn, the one with the cable last"
            : "A board on the CAN bus",
        HelpName = use == CanUse.All ? "ID|UUID|all" : "ID|UUID",
        Validators =
        {
            r =>
            {
                string? word = r.Tokens is [var token] ? token.Value : null;
                if (word is not null && (CanTarget.Parse(word) is null || (word == CanTarget.All && use != CanUse.All)))
                {
                    r.AddError(
                        $"--can takes an id (0 to 254){(use == CanUse.All ? ", a UUID or all" : " or a UUID")}, not '{word}'; vescboot "
                            + "bus lists them");
                }
            },
        },
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="common">Options that exclude these.</param>
    /// <param name="keepsGoing">Whether to add the option to continue after a failure.</param>
    public void AddTo(Command command, CommonOptions common, bool keepsGoing)
    {
        command.Options.Add(_can);
        if (keepsGoing)
        {
            command.Options.Add(_keepGoing);
        }

        command.Check(r =>
        {
            if (keepsGoing && r.GetValue(_keepGoing) && !IsAll(r))
            {
                r.AddError("--keep-going only goes with --can all");
            }

            if (IsAll(r) && r.GetValue(common.Board) is not null)
            {
                r.AddError("--board names one board, --can all several");
            }

            if (IsAll(r) && r.GetValue(common.Trace) is not null)
            {
                r.AddError("--trace writes the frames of one board; name it with --can");
            }
        });
    }

    /// <summary>Whether one board on the bus, or all of them, are selected.</summary>
    public bool IsGiven(SymbolResult r) => r.GetValue(_can) is not null;

    /// <summary>Whether all boards on the bus are selected.</summary>
    public bool IsAll(SymbolResult r) => r.GetValue(_can) == CanTarget.All;

    /// <summary>Whether all boards on the bus are selected.</summary>
    public bool IsAll(ParseResult parsed) => parsed.GetValue(_can) == CanTarget.All;

    /// <summary>The selected board on the bus.</summary>
    public CanTarget? TargetOf(ParseResult parsed) =>
        parsed.GetValue(_can) is { } word && word != CanTarget.All ? CanTarget.Parse(word) : null;

    /// <summary>Whether to continue with the other boards after a failure.</summary>
    public static bool KeepsGoing(ParseResult parsed) => parsed.GetValue<bool>("--keep-going");
}
