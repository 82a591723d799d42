namespace VescUartBoot.Links;

/// <summary>Opens a link, and reopens it after a pulled cable or a restart of the board.</summary>
public interface ILinkSource
{
    /// <inheritdoc cref="ILink.Name"/>
    string Name { get; }

    /// <summary>Opens the link exclusively.</summary>
    /// <exception cref="LinkOpenException">The link could not be opened; <see cref="LinkOpenException.Failure"/> gives the
    /// reason.</exception>
    ValueTask<ILink> OpenAsync(CancellationToken cancellationToken);
}
