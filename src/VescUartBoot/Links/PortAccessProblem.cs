namespace VescUartBoot.Links;

/// <summary>Why the present user may not open a port that is there.</summary>
public enum PortAccessProblem
{
    /// <summary>Neither the port nor its owner can be looked at.</summary>
    NotVisible,

    /// <summary>The rights suffice, and a container or a security module refuses.</summary>
    Confined,

    /// <summary>The port is a pseudo-terminal of another user.</summary>
    PseudoTerminal,

    /// <summary>Only the owner may open it; <see cref="SerialPortAccess.UdevRule"/> opens it to the user at the machine.</summary>
    OwnerOnly,

    /// <summary>It belongs to a group that has no name here.</summary>
    UnnamedGroup,

    /// <summary>The user was added to <see cref="SerialPortAccess.Group"/> after this session began.</summary>
    NewMember,

    /// <summary>The user is not in <see cref="SerialPortAccess.Group"/>.</summary>
    NotInGroup,
}
