namespace VescUartBoot.Links;

/// <summary>Whether the present user may open a port, and if not, why.</summary>
/// <param name="MayOpen">The rights suffice. Whether another program holds the port is another question.</param>
/// <param name="Reason">One sentence if they do not.</param>
public sealed record SerialPortAccess(bool MayOpen, string? Reason)
{
    /// <summary>What is in the way, where that is known.</summary>
    public PortAccessProblem? Problem { get; init; }

    /// <summary>Name of the group that may open the port.</summary>
    public string? Group { get; init; }

    /// <summary>Line for a file in /etc/udev/rules.d that lets the user at the machine open the port.</summary>
    public string? UdevRule { get; init; }
}
