namespace VescUartBoot.Links;

/// <summary>A link could not be opened.</summary>
public sealed class LinkOpenException(string linkName, LinkOpenFailure failure, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <inheritdoc cref="ILink.Name"/>
    public string LinkName { get; } = linkName;

    /// <summary>Why.</summary>
    public LinkOpenFailure Failure { get; } = failure;
}
