namespace VescUartBoot.Links;

/// <summary>Opens a link, and opens it again after a cable was pulled or a board restarted.</summary>
public interface ILinkSource
{
    /// <inheritdoc cref="ILink.Name"/>
    string Name { get; }

    /// <summary>Opens the link exclusively.</summary>
    /// <exception cref="LinkOpenException">It could not be opened; <see cref="LinkOpenException.Failure"/> tells why.</exception>
    ValueTask<ILink> OpenAsync(CancellationToken cancellationToken);
}
