namespace VescUartBoot.Links;

/// <summary>An open way to a board: bytes there, bytes back. One link has one reader for its whole life.</summary>
/// <remarks>
/// A link knows nothing of frames. Any other <see cref="Stream"/> becomes one through <see cref="StreamLinkSource"/>.
/// </remarks>
public interface ILink : IAsyncDisposable
{
    /// <summary>The name that the user gave, for messages: <c>/dev/ttyACM0</c>, <c>tcp://10.0.0.7:65102</c>, <c>sim://</c>.</summary>
    string Name { get; }

    /// <summary>What is known of the way to the board.</summary>
    LinkKind Kind { get; }

    /// <summary>The baud rate that limits this link, or <see langword="null"/> where none does (USB, TCP, in process).</summary>
    int? BaudRate { get; }

    /// <summary>
    /// Whether a reply resumes its caller inside <see cref="ILinkReceiver.OnBytes"/>. Only for a link whose bytes come on a clock
    /// that the caller drives, which makes a run the same every time; a link with a thread of its own must not be held up so.
    /// </summary>
    bool ResumesInline => false;

    /// <summary>
    /// Whether the link has to be closed before its board restarts, because what is below it does not survive that its device vanishes:
    /// it would leak a handle, and the port could not be opened again.
    /// </summary>
    bool ClosesBeforeRestart => false;

    /// <summary>Starts reading. Bytes reach <paramref name="receiver"/> in order, never two calls at a time. Called once.</summary>
    void Start(ILinkReceiver receiver);

    /// <summary>Hands all of <paramref name="bytes"/> to the system. Writes of one caller at a time.</summary>
    /// <exception cref="LinkLostException">The link is gone, or takes no bytes for longer than the cancellation allows.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);
}
