namespace VescUartBoot.Links;

/// <summary>A link could not be opened.</summary>
public sealed class LinkOpenException(string linkName, LinkOpenFailure failure, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <inheritdoc cref="ILink.Name"/>
    public string LinkName { get; } = linkName;

    /// <summary>Reason of the failure.</summary>
    public LinkOpenFailure Failure { get; } = failure;

    /// <summary>Missing access rights of the current user, with <see cref="LinkOpenFailure.NoPermission"/>.</summary>
    internal SerialPortAccess? Access { get; init; }

    /// <summary>
    /// Programs that have the port open, with <see cref="LinkOpenFailure.Busy"/>. Empty if the current user may not see them;
    /// <see langword="null"/> if they were not searched.
    /// </summary>
    internal IReadOnlyList<PortHolder>? Holders { get; init; }
}
