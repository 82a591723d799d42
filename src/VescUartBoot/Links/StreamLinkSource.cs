namespace VescUartBoot.Links;

/// <summary>Opens a link over any stream, and reopens it after a restart of the board.</summary>
/// <param name="name">Name for messages.</param>
/// <param name="open">Opens a new stream, which the link owns. It may throw any exception and may block.</param>
public sealed class StreamLinkSource(string name, Func<Stream> open) : ILinkSource
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <summary>Kind of the link. Default: <see cref="LinkKind.Unknown"/>.</summary>
    public LinkKind Kind { get; init; }

    /// <summary>Baud rate of the link, if it has one. Default: none.</summary>
    public int? BaudRate { get; init; }

    /// <inheritdoc cref="ILink.ClosesBeforeRestart"/>
    public bool ClosesBeforeRestart { get; init; }

    /// <inheritdoc/>
    public async ValueTask<ILink> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return new StreamLink(Name, await Task.Run(open, CancellationToken.None).ConfigureAwait(false), Kind,
                BaudRate)
            { ClosesBeforeRestart = ClosesBeforeRestart };
        }
        catch (Exception exception) when (exception is not LinkOpenException)
        {
            throw new LinkOpenException(Name, LinkOpenFailure.Failed, $"{Name} could not be opened: {exception.Message}", exception);
        }
    }
}
