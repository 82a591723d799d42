namespace VescUartBoot.Links;

/// <summary>Reason why the current user may not open an existing port.</summary>
internal enum PortAccessProblem
{
    /// <summary>Neither the port nor its owner is visible.</summary>
    NotVisible,

    /// <summary>The permissions suffice, but a container or a security module refuses.</summary>
    Confined,

    /// <summary>The port is a pseudo-terminal of another user.</summary>
    PseudoTerminal,

    /// <summary>Only the owner may open it; <see cref="SerialPortAccess.UdevRule"/> gives access to the user at the machine.</summary>
    OwnerOnly,

    /// <summary>The port belongs to a group without a name on this machine.</summary>
    UnnamedGroup,

    /// <summary>The user was added to <see cref="SerialPortAccess.Group"/> after this session began.</summary>
    NewMember,

    /// <summary>The user is not in <see cref="SerialPortAccess.Group"/>.</summary>
    NotInGroup,
}
