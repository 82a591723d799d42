namespace VescUartBoot.Station.Fleet;

/// <summary>State of one board in a rollout.</summary>
internal enum StepState
{
    /// <summary>Not begun.</summary>
    Waiting,

    /// <summary>The station has the ticket and cannot begin now.</summary>
    Postponed,

    /// <summary>The job runs.</summary>
    Working,

    /// <summary>Done, and proved by its station.</summary>
    Done,

    /// <summary>The job ended without the proof.</summary>
    Failed,

    /// <summary>The ticket was taken back: nothing was heard.</summary>
    Silent,
}
