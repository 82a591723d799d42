using System.Globalization;
using System.Text;

using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Station.Fleet;

/// <summary>Rollouts as lines for a terminal.</summary>
internal static class RolloutText
{
    /// <summary>What a rollout would do.</summary>
    public static string Check(RolloutDocument document, string signature, IReadOnlyList<PlannedBoard> plan, FleetSigns signs,
        DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Rollout {document.Name}, made by {Plain(document.MadeBy)}, approved by ");
        text.Append(CultureInfo.InvariantCulture, $"{Plain(document.ApprovedBy)}, ");
        text.Append(CultureInfo.InvariantCulture, $"not after {document.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        text.Append(now > document.NotAfter ? ", which is over: it begins no board\n" : "\n");
        text.Append(CultureInfo.InvariantCulture, $"  target: {document.Target.Firmware ?? "the firmware stays"}, ");
        text.Append(CultureInfo.InvariantCulture, $"recipe {document.Target.Recipe}\n");
        text.Append(CultureInfo.InvariantCulture, $"  signature: {Plain(signature)}\n");
        text.Append(document.Maintenance is { } maintenance
            ? $"  maintenance window: {(maintenance.IsOpen(now) ? "open" : "closed")} now ({maintenance.TimeZone})\n" : "");
        foreach (string missing in RolloutPlan.Missing(document, plan))
        {
            text.Append(CultureInfo.InvariantCulture, $"  refused: {Plain(missing)}\n");
        }

        for (int i = 0; i < document.DeploymentGroups.Count; i++)
        {
            var members = plan.Where(p => p.Group == i).Select(p => p.Report).OrderBy(b => b.Uuid, StringComparer.Ordinal).ToList();
            string name = Plain(document.DeploymentGroups[i].Name);
            text.Append(CultureInfo.InvariantCulture, $"\nGroup {name}: {Counted.Of(members.Count, "board")}\n");
            foreach (var board in members)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {Line(board)}{Away(board, signs)}\n");
            }
        }

        var alone = plan.Where(p => p.Group is null).OrderBy(p => p.Report.Uuid, StringComparer.Ordinal).ToList();
        text.Append(CultureInfo.InvariantCulture, $"\nLeft alone: {Counted.Of(alone.Count, "board")}\n");
        alone.ForEach(p => text.Append(CultureInfo.InvariantCulture, $"  {Line(p.Report)}: {Plain(p.Refusal)}\n"));
        return text.ToString();
    }

    /// <summary>How far a rollout is.</summary>
    public static string Status(RolloutDocument document, string signature, RolloutState state, IReadOnlyList<BoardStep> steps,
        FleetSigns signs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{document.Name}: {Word(state.Phase)}");
        text.Append(state.Reason is { } reason ? $" ({Plain(reason)})\n" : "\n");
        text.Append(CultureInfo.InvariantCulture, $"  signature: {Plain(signature)}\n");
        text.Append(state.Phase == RolloutPhase.Running && signs.Standstill is { } standstill ? $"  {standstill}\n" : "");
        bool isOver = state.Phase > RolloutPhase.Paused;
        for (int i = 0; i < document.DeploymentGroups.Count; i++)
        {
            var members = steps.Where(s => s.Group == i).ToList();
            string arrow = i == state.Group && !isOver ? "→" : " ";
            text.Append(CultureInfo.InvariantCulture, $"  {arrow} {Plain(document.DeploymentGroups[i].Name)}: ");
            text.Append(string.Join(", ", Counts(members).DefaultIfEmpty("no boards"))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Each board with its evidence.</summary>
    public static string Report(RolloutDocument document, string signature, RolloutState state, IReadOnlyList<BoardStep> steps,
        FleetSigns signs)
    {
        var text = new StringBuilder(Status(document, signature, state, steps, signs));
        foreach (var step in steps.OrderBy(s => s.Group).ThenBy(s => s.Uuid, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{step.Uuid}  {Word(step.State)}{(step.Accepted ? " (accepted)" : "")}");
            text.Append(step.Station is { } station ? $"  at {station}" : "");
            text.Append(step.FirmwareAfter is { } after ? $"  firmware {step.FirmwareBefore} -> {after}" : "");
            text.Append(step.BootloaderSha256 is { } bootloader ? $"  bootloader {bootloader[..16]}…" : "");
            text.Append(step.Record is { } record ? $"  record {record}" : "").Append('\n');
            foreach (string line in Lines(step))
            {
                text.Append(CultureInfo.InvariantCulture, $"    {Plain(line)}\n");
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Lines(BoardStep step)
    {
        if (step.Code is { } code && code != "ok")
        {
            yield return step.Words is { } words ? $"{words} [{code}]" : $"[{code}]";
        }

        if (step.BoardState is { } state)
        {
            yield return state;
        }

        foreach (string line in step.Evidence?.Split('\n') ?? [])
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Counts(IReadOnlyCollection<BoardStep> members) => members.GroupBy(s => s.State).OrderBy(g => g.Key)
        .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {Word(g.Key)}"));

    private static string Line(FleetBoard board) =>
        $"{Plain(board.Uuid)}  {Plain(board.Hardware),-12}  {Plain(board.Firmware),-6}  at {Plain(board.Station)}";

    private static string Away(FleetBoard board, FleetSigns signs) =>
        signs.NotSeenSince(board.Station) is { } since ? $"  (its station was not seen since {FleetSigns.Text(since)})"
        : board.Present ? "" : "  (not plugged in)";

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    // A terminal obeys what a board may have in its name.
    private static string Plain(string? text) => string.Concat((text ?? "").Select(c => char.IsControl(c) ? '?' : c));
}
