namespace VescUartBoot.Links;

/// <summary>Whether the present user may open a port, and if not, why.</summary>
/// <param name="MayOpen">The rights suffice. Whether another program holds the port is another question.</param>
/// <param name="Reason">One sentence with advice if they do not.</param>
public sealed record SerialPortAccess(bool MayOpen, string? Reason)
{
    /// <summary>The one command that mends it on this machine, where there is one.</summary>
    public string? Mend { get; init; }
}
