namespace VescUartBoot.Links;

/// <summary>An open connection that carries bytes to and from a board. A link has one reader for its whole life.</summary>
/// <remarks>
/// A link knows no frames. Any other <see cref="Stream"/> becomes a link through <see cref="StreamLinkSource"/>.
/// </remarks>
public interface ILink : IAsyncDisposable
{
    /// <summary>The name that the user gave, for messages: <c>/dev/ttyACM0</c>, <c>tcp://10.0.0.7:65102</c>, <c>sim://</c>.</summary>
    string Name { get; }

    /// <summary>Kind of the link.</summary>
    LinkKind Kind { get; }

    /// <summary>The baud rate of the link; <see langword="null"/> for links without one (USB, TCP, in process).</summary>
    int? BaudRate { get; }

    /// <summary>
    /// Whether a reply resumes its caller inside <see cref="ILinkReceiver.OnBytes"/>. Only for a link on a clock that the caller drives,
    /// which
    /// makes runs repeatable; a link with its own thread would be blocked. Default false.
    /// </summary>
    bool ResumesInline => false;

    /// <summary>
    /// Whether the link must be closed before its board restarts, because the layer below does not survive the disappearance of its device:
    /// it
    /// would leak a handle, and the port could not be reopened. Default false.
    /// </summary>
    bool ClosesBeforeRestart => false;

    /// <summary>Starts reading. <paramref name="receiver"/> gets the bytes in order, one call at a time. Called once.</summary>
    void Start(ILinkReceiver receiver);

    /// <summary>Passes all of <paramref name="bytes"/> to the operating system. Callers write one at a time.</summary>
    /// <exception cref="LinkLostException">The link is lost, or accepts no bytes until the cancellation.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
