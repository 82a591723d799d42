using System.Buffers;
using System.Text.Json;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recovery;

namespace VescUartBoot.Hosting.Words;

/// <summary>The next step after a failed job, if it depends on the command, the port or the board; otherwise it is in
/// <see cref="ErrorCodes"/>.</summary>
internal static class Advice
{
    private static readonly SearchValues<char> _shellSpecial = SearchValues.Create(" ?&;$'\"*()<>|`!#");

    private const string RescueInstall = "rescue install";

    private const string SameAgain = "run the same command again";

    /// <summary>Returns the next step after <paramref name="failure"/> of <paramref name="command"/>.</summary>
    public static string For(string command, string? port, JobFailure failure, JobResult result, string? can = null, string? helper = null)
    {
        var sector = result as BootloaderJobResult;
        string on = On(port, can);
        string by = helper is null ? "" : $" --helper {Quoted(helper)}";
        string image = sector?.Image switch
        {
            null => "",
            // Used for sim:// if no image is named.
            { Name: DemoImage.Id } when IsSimulated(port) => "",
            { } named => $" --image {Quoted(named.Reference)}",
        };
        string install = $"vescboot install{on}{by}{image}";
        return failure.Code switch
        {
            FailureCode.Interrupted when result is RescueResult { Hardware: { } hardware, After.State: BootloaderState.Unknown } =>
                $"{SameAgain} with --hardware {Quoted(hardware)}: it continues",
            FailureCode.TargetLost or FailureCode.LinkLost or FailureCode.BoardSilent
                when result is RescueResult { Hardware: { } hardware } =>
                $"check the wires and the power of both boards, then {SameAgain} with --hardware {Quoted(hardware)}: it continues",
            FailureCode.BootloaderPresent when result is RescueResult =>
                $"none is needed; to replace it anyway: {SameAgain} with --replace",
            FailureCode.SectorOccupied when result is RescueResult => $"to save and replace the content: {SameAgain} with --replace",
            FailureCode.VerifyMismatch when result is RescueResult =>
                $"check the target's power and the wires, and {SameAgain}; if it fails again the flash is worn or damaged",
            FailureCode.CommandsUnknown =>
                "use the software of its maker"
                    + (result.Board.Uuid is { } uuid
                        ? $"; to remove the record of an earlier run: vescboot history {uuid} --settle"
                        : ""),
            FailureCode.OtherBoard when command == "restore" =>
                "connect the right board; a backup of another one needs --from-other-board with its UUID",
            FailureCode.OtherBoard => "connect the right board, or name its port with --port",
            FailureCode.NotAgreed when IsOfScripts(result) =>
                $"{SameAgain} with --yes; for scripts of other firmware with --restore-scripts, if this one can run them",
            FailureCode.LinkLost or FailureCode.BoardSilent => $"check cable and power, then {SameAgain}{AfterHalfAJob(command, result)}",
            FailureCode.EraseRefused or FailureCode.WriteRefused when Capabilities.Of(result.Board).WaitsForMotor == false =>
                $"restart the board, use the battery instead of USB power alone, and {SameAgain}{AfterHalfAJob(command, result)}; if it "
                    + "fails again the flash is worn or damaged",
            FailureCode.EraseRefused or FailureCode.WriteRefused =>
                $"let the motor rest, use the battery instead of USB power alone, and {SameAgain}{AfterHalfAJob(command, result)}",
            FailureCode.EraseUnsupported when MayJump(result.Board) =>
                $"upgrade the firmware first (vescboot upgrade{on} --to latest), later ones can erase it; vescboot check{on} --method "
                    + "jump shows whether its bootloader works, which the upgrade needs",
            FailureCode.EraseUnsupported => $"upgrade the firmware first (vescboot upgrade{on} --to latest): later ones can erase it",
            FailureCode.BootloaderPresent or FailureCode.SectorOccupied when command == "restore" =>
                $"to save and replace the content: {SameAgain} with --replace",
            FailureCode.BootloaderPresent when sector?.Before?.Content?.Image is { Compression: false } =>
                $"the next upgrade replaces it if it must; to replace it now: {install} --replace",
            FailureCode.BootloaderPresent => $"none is needed; to replace it anyway: {install} --replace",
            FailureCode.BootloaderAbsent when sector?.Before?.Method == DetectionMethod.Jump => AfterHang(install, result),
            FailureCode.BootloaderAbsent => install,
            FailureCode.BootloaderDamaged
                when sector?.Before is { Own: InterruptedWriteState.Half or InterruptedWriteState.Remains, Content.ImageName: { } half } =>
                $"vescboot install{on} --image {Quoted(half)} finishes it",
            FailureCode.HalfWritten when failure.Half is { } half =>
                $"vescboot install{on} --image {Quoted(half.What)} --assume-absent finishes it",
            FailureCode.HalfWritten => $"vescboot install{on} --assume-absent, with the same image",
            FailureCode.JournalFailed => StateFolder(failure.Message),
            FailureCode.BootloaderDamaged or FailureCode.BootloaderDifferent or FailureCode.SectorOccupied =>
                $"to save and replace the content: {install} --replace",
            FailureCode.BootloaderUnknown when command == "upgrade" => ToTellForUpgrade(on, result),
            FailureCode.BootloaderUnknown => ToTell(command, on, install, sector?.Before?.WayToTell, result),
            FailureCode.FlashUnreadable => ToTell(command, on, install, failure.WayToTell, result),
            FailureCode.BackupIncomplete or FailureCode.PartUnreadable => $"restart the board and {SameAgain}",
            FailureCode.SaveFailed when command == "backup" => "give --out a folder that can be written",
            FailureCode.SaveFailed when command == "dump" => "give a new file in a folder that can be written",
            FailureCode.SaveFailed => "give --save a new file in a folder that can be written",
            FailureCode.VerifyMismatch when IsOfSettings(result) =>
                "do not drive; compare the values that the message names in VESC Tool, and set them there or restore again",
            FailureCode.VerifyMismatch when command == "upgrade" =>
                $"do not drive; use the battery instead of USB power alone and {SameAgain} with --reinstall; if it fails again the flash "
                    + "is worn or damaged",
            FailureCode.VerifyMismatch =>
                $"use the battery instead of USB power alone and {SameAgain}; if it fails again the flash is worn or damaged",
            FailureCode.WrittenUnverified when command == "restore" =>
                "vescboot info shows whether it answers (a UART may need another --baud); then check its settings before you drive",
            FailureCode.WrittenUnverified when MayJump(result.Board) =>
                $"to prove in about 4 s that it runs: vescboot check{on} --method jump",
            FailureCode.WrittenUnverified => "upgrade the firmware: the new version proves that the bootloader works",
            FailureCode.JumpRefused when IsReadable(result.Board) => $"vescboot check{on}, without --method jump",
            FailureCode.JumpRefused =>
                $"if the board was ever upgraded over its cable it has a bootloader: vescboot upgrade{on} --to latest "
                    + $"--assume-bootloader; if you know for certain that it has none: {install} --assume-absent",
            FailureCode.NotApplied => AfterNotApplied(on, install, result),
            FailureCode.NoReturn =>
                $"leave the power on for another minute, then switch it off and on: vescboot info{on}{OtherName(port)}",
            FailureCode.UnexpectedFirmware =>
                $"before the motor turns, upgrade to an image for the hardware that this shows: vescboot info{on}",
            _ => ErrorTable.Of(WordOf(failure.Code)).Spoken,
        };
    }

    /// <summary>Returns the printed code of a failure.</summary>
    public static string WordOf(FailureCode code) => JsonNamingPolicy.CamelCase.ConvertName(code.ToString());

    /// <summary>Returns the next step if the state folder cannot be written, by the error of the system.</summary>
    public static string StateFolder(string message) =>
        message.Contains("denied", StringComparison.OrdinalIgnoreCase) || message.Contains("read-only", StringComparison.OrdinalIgnoreCase)
        ? "let VESCBOOT_STATE name a folder that you may write, or get the right to write this one"
        : message.Contains("space", StringComparison.OrdinalIgnoreCase) || message.Contains("quota", StringComparison.OrdinalIgnoreCase)
            ? "make room, or let VESCBOOT_STATE name a folder on another disk"
            : "let VESCBOOT_STATE name a folder that can be written";

    /// <summary>Returns the options that name a board in a command, with a space before each.</summary>
    public static string On(string? port, string? can) =>
        $"{(port is null ? "" : $" -p {Quoted(port)}")}{(can is null ? "" : $" --can {can}")}";

    /// <summary>Returns the command that continues an interrupted job.</summary>
    /// <param name="change">The unfinished change.</param>
    /// <param name="board">The board, if one replies: its firmware determines the possible steps.</param>
    /// <param name="uuid">The board, if none replies.</param>
    /// <param name="on">The options that name it: <see cref="On"/>.</param>
    public static string For(InterruptedChange change, BoardIdentity? board = null, Uuid? uuid = null, string on = "") => change.Kind switch
    {
        _ when board is { Uuid: { } own } && !HasCure(change, board) =>
            $"this firmware offers no repair; after you have repaired it by other means: vescboot history {own} --settle",
        ChangeKind.Bootloader when board is not null && change.Command != "restore" && Capabilities.Of(board).CodeSectors.Count == 0 =>
            $"vescboot install{on} --image {Quoted(change.What)} --assume-absent finishes it",
        ChangeKind.Flash =>
            $"vescboot rescue restore{(change.Hardware is { } hardware ? $" --hardware {Quoted(hardware)}" : "")} with -p for the second "
                + "VESC finishes and proves it",
        ChangeKind.Bootloader when board is null && change.Command == RescueInstall =>
            $"vescboot rescue install --image {Quoted(change.What)} with -p for the second VESC finishes it",
        ChangeKind.ReadPath =>
            "check, install and upgrade remove them; if the QML sector holds other data too, the next upgrade erases that sector",
        ChangeKind.Bootloader when change.Command == "restore" => $"vescboot restore{on} --sector {Quoted(change.What)} finishes it",
        ChangeKind.Bootloader =>
            $"vescboot install{on} --image {Quoted(change.What)} finishes "
                + $"it{(change.SavedIn is { } saved ? $", vescboot restore{on} --sector {Quoted(saved)} undoes it" : "")}",
        ChangeKind.Firmware when change is { Started: true, KeptIn: { } folder } =>
            $"run the same upgrade again: it finishes and restores the settings; these alone: vescboot restore{on} {Quoted(folder)}",
        ChangeKind.Firmware => "run the same upgrade again: it continues",
        ChangeKind.CanBaud =>
            $"vescboot upgrade --can {change.What} --follow-baud finishes that board; vescboot backup then restores the rate of this one",
        ChangeKind.Backup =>
            $"vescboot restore{on}{(change.KeptIn is { } kept ? " " + Quoted(kept) : "")} brings them back; if they are no longer wanted: "
                + $"vescboot history {(board?.Uuid ?? uuid)?.ToString() ?? "UUID"} --settle",
        ChangeKind.Jump => "run the same command again, which shows whether a bootloader is there",
        _ => $"vescboot restore{on} restores it from the backup of this board",
    };

    // Only firmware with these sectors can remove the zeros and scripts in them.
    private static bool HasCure(InterruptedChange change, BoardIdentity board) =>
        board.Family == BoardFamily.Vesc
            && (change.Kind is not (ChangeKind.ReadPath or ChangeKind.Script) || Capabilities.Of(board).CodeSectors.Count > 0);

    private static bool IsOfSettings(JobResult result) => (result switch
    {
        RestoreResult restore => restore.Restored,
        ChangeSettingsResult change => change.Stored,
        UpgradeResult { Upgrade.Settings: { } settings } => settings.Parts,
        _ => [],
    }).Any(r => r.State == PartState.Mismatch && r.Part <= BackupPartKind.AppConfiguration);

    private static bool IsOfScripts(JobResult result) => result is RestoreResult restore
        && restore.Restored.Any(p => p is { State: PartState.NotAgreed, Part: BackupPartKind.Qml or BackupPartKind.Lisp });

    // Nothing ran: the sector is blank or contains no bootloader; a restart does not show which.
    private static string AfterHang(string install, JobResult result) => result switch
    {
        BootloaderJobResult { Placed: not null } when MayExchange(result.Board) =>
            $"use the battery instead of USB power alone and {install} --assume-absent, which erases it and writes it again; if it fails "
                + "again the flash is worn or damaged",
        _ when MayExchange(result.Board) || !result.Board.IsUpstream => $"{install} --assume-absent",
        BootloaderJobResult { Placed: { } placed } =>
            $"firmware {result.Board.Firmware} cannot erase it, and {placed.Image}, written over the previous content, does not run: only "
                + "a debug probe (SWD), or a second VESC as the probe, can exchange it; the board still drives",
        _ =>
            $"{install} --assume-absent, which works if the sector is blank; over anything else it does not, and firmware "
                + $"{result.Board.Firmware} can erase neither: a debug probe (SWD), or a second VESC as the probe, shows which",
    };

    private static string AfterNotApplied(string on, string install, JobResult result)
    {
        return (result as UpgradeResult)?.Upgrade?.Cause switch
        {
            NotAppliedCause.BootloaderMissing or NotAppliedCause.TooOldToUnpack when IsReadable(result.Board) =>
                $"{install} --replace, which saves and replaces the bootloader; then upgrade again",
            NotAppliedCause.BootloaderMissing when result is BootloaderJobResult { Placed: not null } => AfterHang(install, result),
            NotAppliedCause.BootloaderMissing when MayExchange(result.Board) || !result.Board.IsUpstream =>
                $"{install} --assume-absent, which installs a bootloader; then upgrade again with --assume-bootloader",
            NotAppliedCause.BootloaderMissing => $"{AfterHang(install, result)}; then the same command again with --assume-bootloader",
            NotAppliedCause.TooOldToUnpack when MayExchange(result.Board) =>
                $"{SameAgain} with --replace --assume-absent instead of --assume-bootloader: the bootloader there is lost, unread",
            NotAppliedCause.TooOldToUnpack =>
                $"upgrade to 5.03 first, which any bootloader accepts: vescboot upgrade{on} --to 5.03 --allow-downgrade",
            NotAppliedCause.ImageDamaged => $"{SameAgain}; the upload arrived damaged",
            _ => $"vescboot check{on}",
        };
    }

    private static string ToTell(string command, string on, string install, ProbeSuggestion? way, JobResult result) => (way, command) switch
    {
        _ when result is BootloaderJobResult { Plan.Undecided.Count: > 0 } => $"{install} (without --dry-run)",
        _ when (result as BootloaderJobResult)?.Before is { Method: DetectionMethod.Jump, State: BootloaderState.Unknown }
            && MayExchange(result.Board) =>
            $"if the board was ever upgraded over its cable it has a bootloader: vescboot upgrade{on} --to latest --assume-bootloader; "
                + $"else {install} --assume-absent, which replaces the content, unread and unsaved",
        _ when (result as BootloaderJobResult)?.Before is { Method: DetectionMethod.Jump, State: BootloaderState.Unknown } =>
            $"if the board was ever upgraded over its cable it has a bootloader: vescboot upgrade{on} --to latest --assume-bootloader; "
                + "if not: read the sector with a debug probe (SWD), or with a second VESC as the probe",
        (ProbeSuggestion.Agreement, _) => $"{SameAgain}, with y to its question or with --yes",
        (ProbeSuggestion.Readback, _) => $"{SameAgain} with --method readback",
        (_, "check") when MayJump(result.Board) =>
            $"to find out by a restart (it names the risk first): vescboot check{on} --method jump",
        (_, "install") when MayJump(result.Board) =>
            $"to find out: vescboot check{on} --method jump; if you know for certain that none is there: {install} --assume-absent",
        (_, "install") =>
            $"if you know for certain that none is there: {install} --assume-absent; if not: read the sector with a debug probe (SWD) or a "
                + "second VESC",
        _ => "read the sector with a debug probe (SWD), or with a second VESC as the probe",
    };

    private static bool IsReadable(BoardIdentity board) => board.IsUpstream && board.Firmware >= new FirmwareVersion(5, 3);

    // Older firmware would hang forever without a bootloader; newer firmware can be read.
    private static bool MayJump(BoardIdentity board) =>
        board.IsUpstream && board.Firmware >= new FirmwareVersion(3, 50) && board.Firmware < new FirmwareVersion(5, 3);

    // This firmware can erase its bootloader but cannot read it: the content is replaced unread.
    private static bool MayExchange(BoardIdentity board) =>
        board.IsUpstream && board.Firmware >= new FirmwareVersion(3, 59) && board.Firmware < new FirmwareVersion(5, 3);

    private static string ToTellForUpgrade(string on, JobResult result) => (result as BootloaderJobResult)?.Before?.WayToTell switch
    {
        _ when (result as UpgradeResult)?.Upgrade?.Plan?.Undecided.Count > 0 => $"{SameAgain} without --dry-run",
        ProbeSuggestion.Agreement or ProbeSuggestion.Readback => $"{SameAgain} with --yes",
        _ when (result as BootloaderJobResult)?.Before is { State: BootloaderState.Present, Method: DetectionMethod.Readback } =>
            $"vescboot install{on} --replace, which saves and replaces the bootloader; then upgrade again",
        _ when MayJump(result.Board) =>
            $"if the board was ever upgraded over its cable: {SameAgain} with --assume-bootloader; else find out: vescboot check{on} "
                + "--method jump",
        _ => $"{SameAgain} with --assume-bootloader if the board was ever upgraded over its cable",
    };

    // After a job that began to change the sector, the same command finds the content that this job left.
    private static string AfterHalfAJob(string command, JobResult result) =>
        command is "restore" && result is BootloaderJobResult { After: { State: BootloaderState.Unknown } after, Before: { } before }
            && !ReferenceEquals(after, before) ? " with --replace" : "";

    // Only ports with a VESC's USB ids are searched for a board that returns under another name.
    private static string OtherName(string? port) => IsSimulated(port) ? "" : "; if its port has another name by now: vescboot ports";

    private static bool IsSimulated(string? port) => port is null || port.StartsWith("sim:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the next step after a job was stopped in the middle of a step.</summary>
    public static string AfterStop(JobMonitor job, string? port)
    {
        string on = port is null ? "" : $" -p {Quoted(port)}";
        string check = $"vescboot check{on}";
        return job.TargetInDoubt ? $"{SameAgain}: it continues"
            : job.IsOfTarget ? $"vescboot rescue look{on} shows the content of the target and lets it run again"
            : job.NeedsPower ? $"leave the power on for a minute, then {check}"
            : job.SectorInDoubt ? $"{SameAgain}: it finishes what is half written"
            : check;
    }

    /// <summary>Returns the command that fetches images missing in the store.</summary>
    public static string Fetch(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted).Prepend("vescboot bundle fetch"));

    /// <summary>Returns the command that replaces damaged images; only the owner has an image that is in no catalogue.</summary>
    public static string GetAgain(IReadOnlyList<string> ids) =>
        ids.Where(i => !i.StartsWith(UserImageName.Prefix, StringComparison.Ordinal)).ToList() is { Count: > 0 } known
            ? Fetch(known)
            : $"vescboot bundle import FILE --name {ids[0][UserImageName.Prefix.Length..]}";

    /// <summary>Returns the command that stores an image that is in no catalogue.</summary>
    public static string KeepAsOwn(string path) =>
        $"to keep it under a name of your own: vescboot bundle import {Quoted(path)} --name NAME";

    /// <summary>Quotes a word for a shell.</summary>
    public static string Quoted(string word) => !word.AsSpan().ContainsAny(_shellSpecial) ? word
        : OperatingSystem.IsWindows() ? $"\"{word}\""
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
