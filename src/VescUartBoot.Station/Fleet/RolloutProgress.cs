namespace VescUartBoot.Station.Fleet;

/// <summary>How far a rollout is, as the coordinator counted it: a page reads this one value instead of all boards.</summary>
internal sealed record RolloutProgress
{
    private const int MostFailures = 50;
    private const int MostWords = 300;

    /// <summary>Who made the document.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Who approved it.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>The last moment at which a board may begin.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The firmware that it brings; <see langword="null"/>: the firmware stays.</summary>
    public string? Firmware { get; init; }

    /// <summary>The groups.</summary>
    public required IReadOnlyList<GroupProgress> Groups { get; init; }

    /// <summary>How many boards failed or are silent.</summary>
    public required int Failed { get; init; }

    /// <summary>The first of them, without the evidence.</summary>
    public required IReadOnlyList<BoardStep> Failures { get; init; }

    /// <summary>Counts.</summary>
    public static RolloutProgress Of(RolloutDocument document, IReadOnlyCollection<BoardStep> steps)
    {
        var counts = steps.CountBy(s => (s.Group, s.State)).ToLookup(c => c.Key.Group);
        var failed = steps.Where(s => s.State is StepState.Failed or StepState.Silent).ToList();
        return new RolloutProgress
        {
            MadeBy = document.MadeBy,
            ApprovedBy = document.ApprovedBy,
            NotAfter = document.NotAfter,
            Firmware = document.Target.Firmware,
            Groups =
            [
                .. document.DeploymentGroups.Select((g, i) => new GroupProgress(
                    g.Name, g.SuccessThreshold, counts[i].OrderBy(c => c.Key.State).ToDictionary(c => c.Key.State, c => c.Value))),
            ],
            Failed = failed.Count,
            Failures =
            [
                .. failed.OrderBy(s => s.Group).ThenBy(s => s.Uuid, StringComparer.Ordinal).Take(MostFailures)
                    .Select(s => s with { Evidence = null, Words = s.Words?[..Math.Min(s.Words.Length, MostWords)] }),
            ],
        };
    }
}
