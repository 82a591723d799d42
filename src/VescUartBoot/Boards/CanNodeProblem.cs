namespace VescUartBoot.Boards;

/// <summary>Reason why a CAN node is not safe to change.</summary>
public enum CanNodeProblem
{
    /// <summary>No problem.</summary>
    None,

    /// <summary>The node does not answer FW_VERSION.</summary>
    Silent,

    /// <summary>Several boards answer at this id: each would execute a request meant for one.</summary>
    SharedId,

    /// <summary>The node has the id of the board with the cable.</summary>
    LocalId,

    /// <summary>The firmware reports no UUID, so the board could not be found again.</summary>
    NoUuid,

    /// <summary>Two other boards on its bus have the same id.</summary>
    OthersShareId,
}
