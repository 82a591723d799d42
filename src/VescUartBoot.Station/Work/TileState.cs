namespace VescUartBoot.Station.Work;

/// <summary>State of a place on the bench.</summary>
internal enum TileState
{
    /// <summary>A board is there and its job has not begun.</summary>
    Waiting,

    /// <summary>The job runs.</summary>
    Working,

    /// <summary>The job reached its goal, and the result is proved.</summary>
    Done,

    /// <summary>A person decides what happens next.</summary>
    NeedsPerson,

    /// <summary>The job failed.</summary>
    Failed,
}
