using VescUartBoot.Links;

namespace VescUartBoot.Campaign;

/// <summary>A link of which each frame is looked at before it goes out.</summary>
internal sealed class WatchedLink(ILink link, Action<ReadOnlySpan<byte>> look) : ILink
{
    public string Name => link.Name;

    public LinkKind Kind => link.Kind;

    public int? BaudRate => link.BaudRate;

    public bool ResumesInline => link.ResumesInline;

    public void Start(ILinkReceiver receiver) => link.Start(receiver);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        look(bytes.Span);
        return link.WriteAsync(bytes, cancellationToken);
    }

    public ValueTask DisposeAsync() => link.DisposeAsync();
}
