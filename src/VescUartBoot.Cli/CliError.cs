using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Cli;

/// <summary>What went wrong, in the words of the final JSON event.</summary>
/// <param name="Exit">The exit code.</param>
/// <param name="Code">Stable word, one for each kind of failure.</param>
/// <param name="Message">What happened.</param>
/// <param name="BoardState">What the board holds now.</param>
/// <param name="Next">The one thing to do next.</param>
internal sealed record CliError(ExitCode Exit, string Code, string Message, string? BoardState, string? Next)
{
    /// <summary>The code of words that make no sense.</summary>
    public const string UsageCode = "usage";

    private const string Untouched = "Nothing was sent to the board that changes it.";

    /// <summary>It was stopped on request.</summary>
    public static CliError Stopped { get; } =
        new(ExitCode.Interrupted, "interrupted", "stopped on request", Untouched, "run the same command again when you like");

    /// <summary>The one place where failures of jobs and links become exit codes and words.</summary>
    /// <param name="exception">What ended the command.</param>
    /// <param name="stop">What its owner stops it with: a cancellation for another reason is no stop.</param>
    public static CliError Of(Exception exception, CancellationToken stop) =>
        stop.IsCancellationRequested && exception is (OperationCanceledException or ReplyTimeoutException or LinkLostException) ? Stopped : Of(exception);

    /// <inheritdoc cref="Of(Exception, CancellationToken)"/>
    public static CliError Of(Exception exception) => exception switch
    {
        CliException e => e.Error,
        ImageRejectedException e => new(ExitCode.ImageRejected, e.Code, e.Message, Untouched, e.Next),
        JournalNewerException e => new(ExitCode.Usage, "journalNewer", e.Message, Untouched, "use the newer version of vescboot for this board"),
        JournalException e => new(ExitCode.Usage, "journalFailed", e.Message, Untouched, Advice.StateFolder(e.Message)),
        BackupRejectedException e => new(ExitCode.ImageRejected, e.Code, e.Message, Untouched, "give restore a folder that vescboot backup has made, as it made it"),
        UnknownSettingsLayoutException e => new(ExitCode.NotServed, "settingsLayoutUnknown", e.Message, Untouched, "vescboot backup keeps them byte for byte"),
        SettingsFileRejectedException e => new(ExitCode.ImageRejected, "settingsFileRejected", e.Message, Untouched, "give a file that VESC Tool has saved"),
        LinkOpenException e => new(ExitCode.NoBoard, WordFor(e.Failure), e.Message, null, AdviceFor(e.Failure)),
        LinkLostException e => new(ExitCode.NoBoard, "linkLost", e.Message, Untouched, "check the cable and run the same command again"),
        ReplyTimeoutException e => new(
            ExitCode.NoBoard,
            "noValidReply",
            $"no VESC answers there: {e.Message}",
            Untouched,
            "check that the board has power and that this is its port (a UART may need another --baud); vescboot doctor finds out why"),
        BoardChangedException e => new(ExitCode.NoBoard, "boardChanged", e.Message, Untouched, "connect the first board again and run the same command again"),
        OptionRangeException e => Usage(e.Message),
        _ => new(ExitCode.OwnFault, "internal", $"a fault of our own: {exception.Message}", null, "run it again with -v and report what it says"),
    };

    /// <inheritdoc cref="Of(Exception)"/>
    public static CliError Of(JobFailure failure, string next) => new(ExitFor(failure.Code), CamelCase(failure.Code.ToString()), failure.Message, failure.BoardState, next);

    /// <summary>Another <c>vescboot</c> is at work there.</summary>
    public static CliError Busy(string code, string message) => new(ExitCode.NoBoard, code, message, Untouched, AdviceFor(LinkOpenFailure.Busy));

    public static CliError Usage(string message, string? next = null) => new(ExitCode.Usage, UsageCode, message, null, next);

    private static ExitCode ExitFor(FailureCode code) => code switch
    {
        FailureCode.BoardFamily or FailureCode.CommandsUnknown => ExitCode.NotServed,
        FailureCode.OtherBoard => ExitCode.NoBoard,
        FailureCode.LinkTooBad or FailureCode.LinkLost or FailureCode.BoardSilent or FailureCode.BoardChanged => ExitCode.LinkLost,
        FailureCode.MotorTurning or FailureCode.BoardFault or FailureCode.ConditionUnknown or FailureCode.VoltageLow or FailureCode.VersionNotComparable or FailureCode.WatchdogTooShort
            or FailureCode.EraseRefused or FailureCode.WriteRefused or FailureCode.EraseUnsupported
            or FailureCode.BackupIncomplete or FailureCode.PartUnreadable => ExitCode.BoardUnfit,
        FailureCode.BootloaderPresent => ExitCode.BootloaderPresent,
        FailureCode.BootloaderUnknown or FailureCode.NotAgreed or FailureCode.JumpRefused or FailureCode.FlashUnreadable => ExitCode.CannotTell,
        FailureCode.BootloaderAbsent or FailureCode.BootloaderDamaged or FailureCode.BootloaderDifferent => ExitCode.NotThere,
        FailureCode.SectorOccupied or FailureCode.HalfWritten or FailureCode.ExchangeNotAgreed => ExitCode.CannotTell,
        FailureCode.ImageRejected or FailureCode.VariantMissing or FailureCode.NotReleased or FailureCode.OlderVersion or FailureCode.BackupDoesNotFit => ExitCode.ImageRejected,
        FailureCode.SaveFailed or FailureCode.JournalFailed or FailureCode.JournalNewer => ExitCode.Usage,
        FailureCode.VerifyMismatch or FailureCode.BootloaderNotRunning or FailureCode.UnexpectedFirmware or FailureCode.SettingsNotRestored => ExitCode.VerifyMismatch,
        FailureCode.WrittenUnverified or FailureCode.UpgradeUnproved => ExitCode.Unverified,
        FailureCode.NotApplied or FailureCode.NoReturn => ExitCode.NotUpgraded,
        FailureCode.Interrupted => ExitCode.Interrupted,
        _ => ExitCode.OwnFault,
    };

    private static string AdviceFor(LinkOpenFailure failure) => failure switch
    {
        LinkOpenFailure.Busy => "end the other program, or wait for it with --wait SECONDS",
        LinkOpenFailure.NoPermission => "do what the message says, then run the same command again",
        LinkOpenFailure.Unreachable => "start what should listen there, then run the same command again",
        _ => "vescboot ports lists what is there",
    };

    private static string WordFor(LinkOpenFailure failure) => failure switch
    {
        LinkOpenFailure.NotFound => "portNotFound",
        LinkOpenFailure.NoPermission => "portNoPermission",
        LinkOpenFailure.Busy => "portBusy",
        LinkOpenFailure.NotATerminal => "portNotSerial",
        LinkOpenFailure.Unreachable => "hostUnreachable",
        _ => "portFailed",
    };

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
