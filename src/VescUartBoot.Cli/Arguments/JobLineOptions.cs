using System.CommandLine;

namespace VescUartBoot.Cli.Arguments;

/// <summary>Options of every command that runs a job on a board: required link quality and records.</summary>
internal sealed class JobLineOptions
{
    private const int MaxText = 200;

    public Option<int?> MaxLoss { get; } = CommonOptions.Number("--max-loss", "PERCENT", new NumberRange(0, 100),
        "Refuse a link that loses more (default: 20 %)");

    public Option<int?> LinkCheck { get; } = CommonOptions.Number("--link-check", "N", new NumberRange(8, 1000),
        "Requests in the link check (default: 32)");

    public Option<string?> Record { get; } = new("--record")
    {
        Description = "Also append the history record to FILE",
        HelpName = "FILE"
    };

    public Option<string?> Operator { get; } = Text("--operator", "NAME", "Person, for the history");

    public Option<string?> Station { get; } = Text("--station", "NAME", "Place, for the history");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { MaxLoss, LinkCheck, Record, Operator, Station })
        {
            command.Options.Add(option);
        }
    }

    private static Option<string?> Text(string name, string helpName, string description)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = helpName };
        option.Validators.Add(r =>
        {
            if (r.Tokens is [var word] && (word.Value.Length is 0 or > MaxText || word.Value.Any(char.IsControl)))
            {
                r.AddError($"{name} takes 1 to {MaxText} characters, none of them a control character");
            }
        });
        return option;
    }
}
