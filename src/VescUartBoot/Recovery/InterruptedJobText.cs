using VescUartBoot.Boards;

namespace VescUartBoot.Recovery;

/// <summary>Describes what an earlier run has left, in a sentence.</summary>
internal static class InterruptedJobText
{
    /// <summary>The changes to report: the backup of an upgrade is part of the report of that upgrade.</summary>
    public static IEnumerable<InterruptedChange> ToTell(IReadOnlyList<InterruptedChange> changes) => changes.Where(
        c => c.Kind != ChangeKind.Backup || !changes.Any(o => o.Kind == ChangeKind.Firmware && o.KeptIn == c.KeptIn));

    /// <summary>Describes a change that was begun and not ended.</summary>
    /// <param name="change">The change.</param>
    /// <param name="board">The board that answers now; <see langword="null"/> where the board is reached over its SWD pins only.</param>
    public static string Tell(InterruptedChange change, BoardIdentity? board)
    {
        string run =
            $"an earlier run ({change.Command}, {change.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, process {change.ProcessId}) was "
                + "interrupted";
        return change.Kind switch
        {
            ChangeKind.ReadPath =>
                $"{run}: 8 zero bytes may be in the {change.What} sector"
                    + (board?.Firmware.HasFeaturesOf(6, 5) == true
                        ? ", and until they are erased an upload by another program may restart the board"
                        : ""),
            ChangeKind.Bootloader =>
                $"{run}: the bootloader sector may be {(change.Before is null ? "" : "half erased or ")}half written with {change.What}; "
                    + $"until that is repaired no firmware upload may be started{Saved(change)}",
            ChangeKind.Firmware when change.Started =>
                $"{run}: the board was sent into its bootloader to install {change.What}, {SeenOf(change, board)}"
                    + (change.KeptIn is null || IsStillOld(change, board) ? Kept(change)
                        : $"; its settings may be defaults: do not drive before they are restored from {change.KeptIn}"),
            ChangeKind.Firmware =>
                $"{run}: it was uploading {change.What} ({Versions(change)}); an incomplete copy of it may be in flash, which a bootloader "
                    + $"ignores{Kept(change)}",
            ChangeKind.Jump => $"{run}: it had sent the board through its bootloader sector; the board answers, and nothing was installed",
            ChangeKind.Flash =>
                $"{run}: all of the board's flash was being written over its SWD pins with {change.What}, and is not known to be whole"
                    + Saved(change),
            ChangeKind.Settings =>
                $"{run}: it was storing the {change.What}, and whether the board has it is not known: do not drive before that is looked "
                    + "at",
            ChangeKind.CanBaud =>
                $"{run}: the board followed the board {change.What} from its own CAN baud rate {change.From} to {change.To}, and may still "
                    + "be there",
            ChangeKind.Backup =>
                $"{run}: {change.What} of the board from before it are kept in {change.KeptIn}, and are not known to be back",
            _ => $"{run}: it was writing the {change.What}, which may be erased or half written; the firmware takes that for none",
        };
    }

    private static string SeenOf(InterruptedChange change, BoardIdentity? board)
    {
        string? now = board?.Firmware.ToString();
        return now is null ? "and has not answered over its own port since"
            : now == change.To && now != change.From ? $"and runs {now} now (before: {change.From})"
            : IsStillOld(change, board) ? $"and still runs its old firmware {now}"
            : $"and runs {now} now, which does not show whether it was installed";
    }

    private static bool IsStillOld(InterruptedChange change, BoardIdentity? board) =>
        change.To is not null && board?.Firmware.ToString() == change.From && change.From != change.To;

    private static string Versions(InterruptedChange change) =>
        change.To is null ? $"the board ran {change.From}" : $"{change.From} to {change.To}";

    private static string Saved(InterruptedChange change) =>
        change.SavedIn is null ? "" : $"; what was there before is saved in {change.SavedIn}";

    private static string Kept(InterruptedChange change) =>
        change.KeptIn is null ? "" : $"; its settings and scripts of before are kept in {change.KeptIn}";
}
