namespace VescUartBoot.Links;

/// <summary>Opens a link over any stream, and opens it again after a restart of the board.</summary>
/// <param name="name">The name for messages.</param>
/// <param name="open">Opens a new stream. It may throw what it likes and take its time; the stream belongs to the link.</param>
public sealed class StreamLinkSource(string name, Func<Stream> open) : ILinkSource
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <summary>What the caller knows of the way to the board. Default: unknown.</summary>
    public LinkKind Kind { get; init; }

    /// <summary>What limits the link, in baud, if anything does. Default: nothing.</summary>
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
