using System.Buffers;
using VescUartBoot.Jobs;

namespace VescUartBoot.Cli;

/// <summary>The one next step after a failure. The library tells what is; what to do about it is said here.</summary>
internal static class Advice
{
    private static readonly SearchValues<char> _shellSpecial = SearchValues.Create(" ?&;$'\"*()<>|");

    private const string SameAgain = "run the same command again";

    /// <summary>The next step after <paramref name="failure"/> of <paramref name="command"/>.</summary>
    public static string For(string command, string? port, JobFailure failure, JobResult result)
    {
        string on = port is null ? "" : $" -p {Quoted(port)}";
        string image = result.Image is null ? "" : $" --image {Quoted(result.Image.Name)}";
        string install = $"vescboot install{on}{image}";
        return failure.Code switch
        {
            FailureCode.BoardFamily => "use VESC Tool for this device",
            FailureCode.OtherBoard when command == "restore" => "connect the right board; a backup of another one needs --from-other-board with its UUID",
            FailureCode.OtherBoard => "connect the right board, or name its port with --port",
            FailureCode.BoardChanged => $"connect the first board again and {SameAgain}",
            FailureCode.LinkTooBad => $"try another, shorter USB cable and a port without a hub, then {SameAgain}",
            FailureCode.LinkLost or FailureCode.BoardSilent => $"check cable and power, then {SameAgain}{AfterHalfAJob(command, result)}",
            FailureCode.MotorTurning => $"let the wheel come to rest, off the ground, and {SameAgain}",
            FailureCode.BoardFault => $"connect a sound supply, restart the board, and {SameAgain}; a fault that stays is explained in VESC Tool",
            FailureCode.ConditionUnknown => $"make sure that the motor rests and {SameAgain}",
            FailureCode.EraseRefused or FailureCode.WriteRefused => $"let the motor rest, use the battery instead of USB power alone, and {SameAgain}{AfterHalfAJob(command, result)}",
            FailureCode.EraseUnsupported => "upgrade the firmware first, or use a debug probe (SWD)",
            FailureCode.BootloaderPresent or FailureCode.SectorOccupied when command == "restore" => $"{SameAgain} with --replace (saves the present content first)",
            FailureCode.BootloaderPresent => $"nothing needs to be done; to exchange it: {install} --replace (saves the present one first)",
            FailureCode.BootloaderAbsent => install,
            FailureCode.BootloaderDamaged or FailureCode.BootloaderDifferent or FailureCode.SectorOccupied => $"{install} --replace (saves the present content first)",
            FailureCode.BootloaderUnknown => ToTell(command, on, install, result.Before?.WayToTell, result),
            FailureCode.NotAgreed => $"{SameAgain} with --yes",
            FailureCode.ImageRejected => "give --image a bootloader for real boards",
            FailureCode.FlashUnreadable => ToTell(command, on, install, failure.WayToTell, result),
            FailureCode.BackupIncomplete or FailureCode.PartUnreadable => $"restart the board and {SameAgain}",
            FailureCode.BackupDoesNotFit => "use a backup that was taken on this firmware, or set the values again in VESC Tool",
            FailureCode.SaveFailed when command == "backup" => "give --out a folder that can be written",
            FailureCode.SaveFailed when command == "dump" => "give a new file in a folder that can be written",
            FailureCode.SaveFailed => "give --save a new file in a folder that can be written",
            FailureCode.VerifyMismatch => $"use the battery instead of USB power alone and {SameAgain}; if it fails again the flash is worn or damaged",
            FailureCode.WrittenUnverified when command == "restore" => "vescboot info tells whether it answers (a UART may need another --baud); then look at its settings before you drive",
            FailureCode.WrittenUnverified => "upgrade the firmware: the new version proves that the bootloader works",
            FailureCode.Interrupted => $"{SameAgain} when you like",
            _ => SameAgain,
        };
    }

    private static string ToTell(string command, string on, string install, WayToTell? way, JobResult result) => (way, command) switch
    {
        _ when result.Plan?.Undecided.Count > 0 => $"{install} (without --dry-run)",
        (WayToTell.Agreement, _) => $"{SameAgain} with --yes",
        (WayToTell.Readback, _) => $"{SameAgain} with --method readback",
        (_, "install") => $"if you know for certain that none is there: {install} --assume-absent; else read the sector with a debug probe (SWD) or a second VESC",
        _ => "read the sector with a debug probe (SWD), or with a second VESC as the probe",
    };

    // After a job that had begun to change the sector the same command meets what that job left.
    private static string AfterHalfAJob(string command, JobResult result) =>
        command is "install" or "restore" && result is { After: { State: BootloaderState.Unknown } after, Before: { } before } && !ReferenceEquals(after, before) ? " with --replace" : "";

    /// <summary>A word as it is typed into a shell.</summary>
    public static string Quoted(string word) => word.AsSpan().ContainsAny(_shellSpecial) ? $"'{word}'" : word;
}
