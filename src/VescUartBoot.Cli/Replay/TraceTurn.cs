using System.Globalization;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Output;

namespace VescUartBoot.Cli.Replay;

/// <summary>One message of a trace.</summary>
/// <param name="Line">Line in the trace.</param>
/// <param name="Time">Time, if the trace contains it.</param>
/// <param name="Speaker">Source of the message.</param>
/// <param name="Command">COMM_ name.</param>
/// <param name="Text">Description.</param>
internal sealed record TraceTurn(int Line, TimeSpan? Time, Speaker Speaker, string? Command, string Text)
{
    public IEnumerable<string> ToLines(int width)
    {
        string time = Time is { } t ? string.Create(CultureInfo.InvariantCulture, $"{t.TotalSeconds,10:0.000000} ") : "";
        string mark = Speaker switch
        {
            Speaker.Host => "-> ",
            Speaker.Board => "<- ",
            Speaker.Noise => "?? ",
            Speaker.Link => "!! ",
            _ => ".. ",
        };
        return TextWrap.Labelled(time + mark,
            Command is { } command && !Text.StartsWith(command, StringComparison.Ordinal) ? $"{Text}  [{command}]" : Text, width);
    }

    public JsonObject ToJson() => JsonOutput.Compact(new JsonObject
    {
        ["event"] = "turn",
        ["line"] = Line,
        ["time"] = Time?.TotalSeconds,
        ["speaker"] = JsonOutput.Word(Speaker),
        ["command"] = Command,
        ["text"] = Text,
    });
}
