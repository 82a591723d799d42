namespace VescUartBoot.Station.Fleet;

/// <summary>Phase of a rollout.</summary>
internal enum RolloutPhase
{
    /// <summary>Boards begin.</summary>
    Running,

    /// <summary>No board begins until a person resumes it.</summary>
    Paused,

    /// <summary>No board begins any more.</summary>
    Aborted,

    /// <summary>Every board has a verdict.</summary>
    Finished,
}
