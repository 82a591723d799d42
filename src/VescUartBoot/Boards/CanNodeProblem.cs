namespace VescUartBoot.Boards;

/// <summary>Why a node on CAN is not worked on.</summary>
public enum CanNodeProblem
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>It does not say who it is.</summary>
    Silent,

    /// <summary>Several boards answer at this id: each would do what is meant for one.</summary>
    SharedId,

    /// <summary>It has the id of the board with the cable.</summary>
    LocalId,

    /// <summary>Its firmware tells no UUID, so it could not be found again.</summary>
    NoUuid,

    /// <summary>Two other boards on its bus have the same id.</summary>
    OthersShareId,
}
