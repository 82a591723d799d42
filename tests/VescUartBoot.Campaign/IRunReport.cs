namespace VescUartBoot.Campaign;

/// <summary>What came of one drawn schedule, of whatever kind.</summary>
internal interface IRunReport
{
    /// <summary>The seed that it was drawn from.</summary>
    int Seed { get; }

    /// <summary>The laws that did not hold.</summary>
    IReadOnlyList<Breach> Breaches { get; }

    /// <summary>How many faults struck.</summary>
    int FaultsStruck { get; }

    /// <summary>How each job ended.</summary>
    IEnumerable<JobEnd> Ends { get; }

    /// <summary>All that a person needs to see what went wrong.</summary>
    string Describe();

    /// <summary>The smallest schedule that still breaks the same law.</summary>
    IRunReport Shrink();
}
