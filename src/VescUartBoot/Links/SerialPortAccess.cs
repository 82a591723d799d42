namespace VescUartBoot.Links;

/// <summary>Whether the current user may open a port, and if not, the reason.</summary>
/// <param name="MayOpen">Whether the permissions suffice. Another program may still have the port open.</param>
/// <param name="Reason">The reason in one sentence if they do not suffice.</param>
internal sealed record SerialPortAccess(bool MayOpen, string? Reason)
{
    /// <summary>The kind of problem, if known.</summary>
    public PortAccessProblem? Problem { get; init; }

    /// <summary>Name of the group that may open the port.</summary>
    public string? Group { get; init; }

    /// <summary>Line for a file in /etc/udev/rules.d that gives the user at the machine access to the port.</summary>
    public string? UdevRule { get; init; }
}
