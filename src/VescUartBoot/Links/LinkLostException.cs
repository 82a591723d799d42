namespace VescUartBoot.Links;

/// <summary>A link that was open is gone: the cable, the power, or the board that restarted.</summary>
public sealed class LinkLostException(string linkName, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <inheritdoc cref="ILink.Name"/>
    public string LinkName { get; } = linkName;
}
