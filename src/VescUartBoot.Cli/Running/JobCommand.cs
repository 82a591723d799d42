using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Running;

/// <summary>Options and helpers common to all commands that run a job.</summary>
internal static class JobCommand
{
    private const string Ways =
        "How to read the board (default: auto).\npassive: write nothing; readback: write 8 zero bytes to an empty QML sector and erase "
            + "them again; auto: passive, then ask for readback";

    /// <summary>Option for the method of the check.</summary>
    /// <param name="jump">Whether a restart through the bootloader is also a method.</param>
    public static Option<CheckMethod> Method(bool jump = false) => new("--method")
    {
        Description = jump
            ? $"{Ways}; jump: restart the board through its bootloader and time its return (last resort, firmware 3.50 to 5.02)"
            : Ways,
        HelpName = jump ? "auto|passive|readback|jump" : "auto|passive|readback",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "auto" => CheckMethod.Auto,
            "passive" => CheckMethod.Passive,
            "readback" => CheckMethod.Readback,
            "jump" when jump => CheckMethod.Jump,
            var other => Refuse(result, other, jump),
        },
    };

    /// <summary>Option to restore scripts on other firmware.</summary>
    public static Option<bool> RestoreScripts() => new("--restore-scripts")
    {
        Description = "Restore scripts, if text, without asking",
    };

    /// <summary>Option for a plan without a write.</summary>
    public static Option<bool> DryRun() => new("--dry-run")
    {
        Description = "Plan only.\nexit 5 if flash is readable only after a write of 8 bytes",
    };

    /// <summary>Option that forbids downloads.</summary>
    public static Option<bool> Offline() => new("--offline") { Description = "Download nothing; use only the store" };

    /// <summary>Option for the maximum wait for a board after a restart.</summary>
    public static Option<TimeSpan?> ReturnTimeout() => new("--return-timeout")
    {
        Description = "Wait for the restarted board (default: 90 s)",
        HelpName = "SECONDS",
        CustomParser = result => TimeSpan.FromSeconds(Number(result, 10, 600)),
    };

    /// <summary>Returns the wait for a board after a restart.</summary>
    public static RestartOptions Restart(BoardCommand run, Board board, Option<TimeSpan?> timeout) => new()
    {
        GiveUpAfter = run.Parsed.GetValue(timeout) ?? new RestartOptions().GiveUpAfter,
        OtherPorts = isThere => run.OtherPortsOfAsync(board.Port, isThere),
    };

    /// <summary>Parses a number in a range.</summary>
    public static double Number(ArgumentResult result, double min, double max)
    {
        if (double.TryParse(result.Tokens[0].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value >= min && value <= max)
        {
            return value;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture,
            $"{NameOf(result)} takes {min} to {max}, not '{result.Tokens[0].Value}'"));
        return default;
    }

    public static Option<string?> Image(string description) => new("--image") { Description = description, HelpName = "FILE|ID|HASH" };

    /// <summary>Option for a list of approved images.</summary>
    public static Option<string?> Lock() =>
        new("--lock") { Description = "Refuse images whose SHA-256 is not in FILE", HelpName = "FILE" };

    /// <summary>Returns the given list, if any.</summary>
    public static ApprovedImages? Approved(string? path) => path is null ? null : ApprovedImages.Load(path);

    public static Outcome OutcomeOf(BoardCommand run, JobResult result) =>
        new(result.Failure is { } failure ? ErrorOf(run, failure, result) : null) { Job = result };

    private static CliError ErrorOf(BoardCommand run, JobFailure failure, JobResult result) =>
        CliError.Of(failure, () => Advice.For(run.Name, run.Port, failure, result, run.CanWord, HelperPort.Of(run)));

    private static string NameOf(ArgumentResult result) => result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;

    private static CheckMethod Refuse(ArgumentResult result, string word, bool jump)
    {
        result.AddError($"{NameOf(result)} takes {(jump ? "auto, passive, readback or jump" : "auto, passive or readback")}, not '{word}'");
        return default;
    }
}
