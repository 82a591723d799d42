namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Outcome of an upgrade.</summary>
public enum UpgradeVerdict
{
    /// <summary>The job ended before the restart.</summary>
    NotTried,

    /// <summary>The board already runs the requested firmware; nothing was changed.</summary>
    AlreadyThere,

    /// <summary>The board answered with the new version.</summary>
    Upgraded,

    /// <summary>The board still runs its old firmware.</summary>
    NotApplied,

    /// <summary>The board answered with neither the old nor the new version.</summary>
    Unexpected,

    /// <summary>The board did not answer after the restart.</summary>
    Silent,

    /// <summary>The board answers as before, and nothing proves which of the two firmwares it runs.</summary>
    Undecided,
}
