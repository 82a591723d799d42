namespace VescUartBoot.Links;

/// <summary>An open link was lost: a pulled cable, a power cut, or a restart of the board.</summary>
public sealed class LinkLostException(string linkName, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <inheritdoc cref="ILink.Name"/>
    public string LinkName { get; } = linkName;
}
