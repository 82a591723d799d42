using System.CommandLine;
using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Jobs;

namespace VescUartBoot.Cli.Commands;

/// <summary>What the commands that run a job share.</summary>
internal static class JobCommand
{
    public static Option<CheckMethod> Method() => new("--method")
    {
        Description = "How to look: passive changes nothing; readback may write 8 zero bytes into an empty QML sector and undoes it; auto takes them in that order and asks before the second",
        HelpName = "auto|passive|readback",
        DefaultValueFactory = _ => CheckMethod.Auto,
        CustomParser = result => result.Tokens[0].Value switch
        {
            "auto" => CheckMethod.Auto,
            "passive" => CheckMethod.Passive,
            "readback" => CheckMethod.Readback,
            var other => Refuse(result, other),
        },
    };

    public static Option<string?> Image(string description) => new("--image") { Description = description, HelpName = "FILE|ID|HASH" };

    /// <summary>A list of approved images.</summary>
    public static Option<string?> Lock() => new("--lock") { Description = "Refuse every image whose SHA-256 is not in this list", HelpName = "FILE" };

    /// <summary>The list that was given, if one was.</summary>
    public static ApprovedImages? Approved(string? path) => path is null ? null : ApprovedImages.Load(path);

    public static Outcome OutcomeOf(BoardCommand run, JobResult result) =>
        new(result.Failure is { } failure ? ErrorOf(run, failure, result) : null) { Job = result };

    private static CliError ErrorOf(BoardCommand run, JobFailure failure, JobResult result) => failure.Rejection is { } rejection
        ? CliError.Of(rejection) with { BoardState = failure.BoardState }
        : CliError.Of(failure, Advice.For(run.Name, run.Port, failure, result));

    private static CheckMethod Refuse(System.CommandLine.Parsing.ArgumentResult result, string word)
    {
        result.AddError($"'{word}' is no method: auto, passive and readback are");
        return default;
    }
}
