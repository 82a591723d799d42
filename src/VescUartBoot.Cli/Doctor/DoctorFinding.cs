using System.Text.Json.Nodes;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Doctor;

/// <summary>Result of one step of the doctor.</summary>
/// <param name="Step">Name of the step.</param>
/// <param name="State">State of the step.</param>
/// <param name="Text">Description in one sentence.</param>
internal sealed record DoctorFinding(string Step, FindingState State, string Text)
{
    private const int StepWidth = 12;
    private const int StateWidth = 8;

    /// <summary>Stable code of a fault or note.</summary>
    public string? Code { get; private init; }

    /// <summary>The command that repairs the fault.</summary>
    public string? Command { get; private init; }

    /// <summary>The next step, if the command alone is not enough.</summary>
    public string? Next { get; init; }

    public static DoctorFinding Well(string step, string text) => new(step, FindingState.Well, text);

    public static DoctorFinding Skipped(string step, string why) => new(step, FindingState.Skipped, why);

    public static DoctorFinding Noted(string step, string code, string text) => new(step, FindingState.Noted, text) { Code = code };

    public static DoctorFinding Wrong(string step, string code, string text,
        string? command) => new(step, FindingState.Wrong, text) { Code = code, Command = command };

    /// <summary>Returns the step in lines of at most <paramref name="width"/> columns. The fault is reported at the end, not
    /// here.</summary>
    public IEnumerable<string> ToLines(int width)
    {
        string word = State switch
        {
            FindingState.Well => "ok",
            FindingState.Noted => "note",
            FindingState.Skipped => "-",
            _ => "WRONG",
        };
        string label = $"{word,-StateWidth}{Step,-StepWidth}";
        return TextWrap.Labelled(label, State == FindingState.Wrong ? "see below" : Text, width);
    }

    public JsonObject ToJson() => JsonOutput.Compact(new JsonObject
    {
        ["event"] = "step",
        ["step"] = Step,
        ["state"] = JsonOutput.Word(State),
        ["message"] = Text,
        ["code"] = Code,
        ["command"] = Command,
    });

    // The cure is the sentence; this command only looks again.
    private bool LooksAgain => Command?.StartsWith("vescboot doctor", StringComparison.Ordinal) == true;

    /// <summary>Returns the fault as the result of the command.</summary>
    public CliError ToError() => new(ExitCode.NoBoard, Code!, Text, null,
        Next ?? (LooksAgain ? $"correct the cause, then check again: {Command}" : Command));
}
