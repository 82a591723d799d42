using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Store;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot config</c>: shows the effective settings of the tool.</summary>
internal static class ConfigCommand
{
    private const string FromDefault = "default";
    private const string FromEnvironment = "environment";
    private const string FromCommandLine = "commandLine";

    public static CommandDefinition Word { get; } = new("config", "Show the settings of the tool", Build);

    private static Command Build(CommandDefinition word) => new(word.Name, word.Says) { BuildShow() };

    private static Command BuildShow() => OfflineCommand.Define(
        new Command("show",
            "Show the settings of the tool and their source (command line, environment, default)\n\nExamples:\n  "
                + "vescboot config show\n  VESCBOOT_PORT=/dev/ttyACM1 vescboot config show\n  vescboot config show --baud 9600 --json"),
        "config show",
        (run, _) => Task.FromResult(Show(run)),
        mayAskBoard: true);

    private static Outcome Show(OfflineCommand run)
    {
        var held = ToolSettings.All.Select(s => Look(s, run.Common, run.Parsed)).ToList();
        int width = held.Max(h => h.Setting.Variable.Length);
        return new Outcome
        {
            Lines =
            [
                .. held.SelectMany(h => TextWrap.Labelled($"{h.Setting.Variable.PadRight(width)}  ", $"{h.Value ?? "-"}  ({Words(h)})",
                    Terminal.OutputWidth())),
            ],
            More = new()
            {
                ["settings"] = new JsonArray([.. held.Select(h => (JsonNode)JsonOutput.Compact(new JsonObject
                {
                    ["name"] = h.Setting.Name,
                    ["value"] = h.Value,
                    ["from"] = h.From,
                    ["variable"] = h.Setting.Variable,
                    ["option"] = h.Setting.Option,
                }))]),
            },
        };
    }

    private static Held Look(Setting setting, CommonOptions common, ParseResult parsed)
    {
        var (given, value) = setting switch
        {
            _ when setting == ToolSettings.Port => (parsed.GetValue(common.Port), common.ToPort(parsed)),
            _ when setting == ToolSettings.Baud => (Text(parsed.GetValue(common.Baud)), Text(common.ToSerial(parsed).Baud)),
            _ when setting == ToolSettings.Serial => (parsed.GetValue(common.Serial), common.ToSerial(parsed).Word),
            _ when setting == ToolSettings.Attempts =>
                (Text(parsed.GetValue(common.Attempts)), Text(common.ToBoardOptions(parsed).Identify.Attempts)),
            _ when setting == ToolSettings.ReplyTimeout =>
                (Text(parsed.GetValue(common.ReplyTimeout)),
                    Text((int)common.ToBoardOptions(parsed).Identify.ReplyTimeout.TotalMilliseconds)),
            _ when setting == ToolSettings.Wait => (Text(parsed.GetValue(common.Wait)), Text((int)common.ToWait(parsed).TotalSeconds)),
            _ when setting == ToolSettings.Store => (null, StoreLocation.Find()),
            _ when setting == ToolSettings.State => (null, StateDirectory.Path),
            _ => (parsed.GetValue(common.NoColor) ? "yes" : null, parsed.GetValue(common.NoColor) || setting.InEnvironment is not null
                ? "yes"
                : "no"),
        };
        return new Held(setting, value,
            given is not null ? FromCommandLine : setting.InEnvironment is not null ? FromEnvironment : FromDefault);
    }

    private static string? Text(int? number) => number?.ToString();

    private static string Words(Held held) => held.From switch
    {
        FromCommandLine => $"from the command line, {held.Setting.Option}",
        FromEnvironment => $"from the environment; {held.Setting.Meaning}",
        _ when held.Setting == ToolSettings.Port => "by default the one VESC that is plugged in",
        _ => $"by default; {held.Setting.Meaning}",
    };

    private sealed record Held(Setting Setting, string? Value, string From);
}
