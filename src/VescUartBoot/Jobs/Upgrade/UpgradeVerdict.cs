namespace VescUartBoot.Jobs.Upgrade;

/// <summary>How an upgrade came out.</summary>
public enum UpgradeVerdict
{
    /// <summary>It did not come to a restart.</summary>
    NotTried,

    /// <summary>The board runs what it should, and nothing was done.</summary>
    AlreadyThere,

    /// <summary>The board answered with the new version.</summary>
    Upgraded,

    /// <summary>The board runs what it ran before.</summary>
    NotApplied,

    /// <summary>The board answered with a version that is neither.</summary>
    Unexpected,

    /// <summary>The board did not answer again.</summary>
    Silent,

    /// <summary>The board answers as it did before, and nothing proves which of the two it runs.</summary>
    Undecided,
}
