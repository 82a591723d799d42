using System.Security.Cryptography;
using System.Text;

using VescUartBoot.Chip;

namespace VescUartBoot.Station.Fleet;

/// <summary>Sorts the boards of a fleet into the groups of a rollout.</summary>
internal static class RolloutPlan
{
    /// <summary>What the rollout means for each board.</summary>
    public static IReadOnlyList<PlannedBoard> Of(RolloutDocument document, IEnumerable<FleetBoard> boards)
    {
        var target = Version(document.Target.Firmware);
        var judged = boards.Select(b => (Board: b,
            Refusal: document.TargetFilter.RefusalOf(b.Uuid, b.Hardware, Version(b.Firmware), b.Tags, target))).ToList();
        var left = judged.Where(j => j.Refusal is null).Select(j => j.Board).OrderBy(b => Place(document, b.Uuid), StringComparer.Ordinal)
            .ToList();
        int all = left.Count;
        var planned = new List<PlannedBoard>();
        for (int i = 0; i < document.DeploymentGroups.Count; i++)
        {
            var group = document.DeploymentGroups[i];
            var members = left.Where(b => group.Boards?.Contains(b.Uuid, StringComparer.OrdinalIgnoreCase) ?? true)
                .Take(group.Count ?? (group.Share is { } share ? (int)Math.Ceiling(all * share / 100) : all)).ToList();
            planned.AddRange(members.Select(b => new PlannedBoard(b, i, null)));
            left = [.. left.Except(members)];
        }

        return [.. planned, .. judged.Where(j => j.Refusal is not null).Select(j => new PlannedBoard(j.Board, null, j.Refusal))];
    }

    /// <summary>The boards that a group or the target filter names and that the rollout does not have, each with the reason. A canary
    /// with a slip in its UUID would let the next group start at once.</summary>
    public static IReadOnlyList<string> Missing(RolloutDocument document, IReadOnlyList<PlannedBoard> plan)
    {
        var known = plan.ToDictionary(p => p.Report.Uuid, StringComparer.OrdinalIgnoreCase);
        var included = document.TargetFilter.Include.Where(uuid => !known.ContainsKey(uuid))
            .Select(uuid => $"the target filter includes {uuid}, and no station reports it");
        var named = document.DeploymentGroups.SelectMany((group, i) => (group.Boards ?? [])
            .Select(uuid => (Uuid: uuid, Planned: known.GetValueOrDefault(uuid))).Where(b => b.Planned?.Group != i)
            .Select(b => $"group {group.Name} names {b.Uuid}, and " + (b.Planned switch
            {
                null => "no station reports it",
                { Refusal: { } refusal } => refusal,
                _ => "a group before has it",
            })));
        return [.. included, .. named];
    }

    /// <summary>A version; <see langword="null"/>: not known.</summary>
    public static FirmwareVersion? Version(string? text) => FirmwareVersion.TryParse(text, out var version) ? version : null;

    /// <summary>The place of a board in its rollout: by chance, so that canaries come from everywhere, and always the same.</summary>
    public static string Place(RolloutDocument document, string uuid) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{document.Name} {uuid}")));
}
