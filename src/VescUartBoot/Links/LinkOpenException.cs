namespace VescUartBoot.Links;

/// <summary>A link could not be opened.</summary>
public sealed class LinkOpenException(string linkName, LinkOpenFailure failure, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <inheritdoc cref="ILink.Name"/>
    public string LinkName { get; } = linkName;

    /// <summary>Why.</summary>
    public LinkOpenFailure Failure { get; } = failure;

    /// <summary>What the present user may not do, with <see cref="LinkOpenFailure.NoPermission"/>.</summary>
    public SerialPortAccess? Access { get; init; }

    /// <summary>
    /// Programs that have the port open, with <see cref="LinkOpenFailure.Busy"/>. Empty: the present user may not see them;
    /// <see langword="null"/>: nothing was looked at.
    /// </summary>
    public IReadOnlyList<PortHolder>? Holders { get; init; }
}
