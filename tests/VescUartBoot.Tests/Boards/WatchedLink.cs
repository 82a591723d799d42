using VescUartBoot.Framing;
using VescUartBoot.Links;

namespace VescUartBoot.Tests.Boards;

/// <summary>Frames that went over a link, with the time at which they were handed over: whoever asks too early is seen here.</summary>
internal sealed class WatchedLink(ILinkSource source, TimeProvider time) : ILinkSource
{
    private readonly long _start = time.GetTimestamp();

    public string Name => source.Name;

    /// <summary>Every frame: when, whether the host sent it, its payload.</summary>
    public List<(TimeSpan At, bool Sent, byte[] Payload)> Frames { get; } = [];

    /// <summary>Of each read of stored code, in order: how many were open once it was sent. One that is asked again is still the
    /// same.</summary>
    public List<int> ReadsUnderWay()
    {
        var counts = new List<int>();
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, sent, payload) in Frames.Where(f => f.Payload[0] is 118 or 130))
        {
            string offset = Convert.ToHexString(payload, 5, 4);
            if (sent)
            {
                open.Add(offset);
                counts.Add(open.Count);
            }
            else
            {
                open.Remove(offset);
            }
        }

        return counts;
    }

    public async ValueTask<ILink> OpenAsync(CancellationToken cancellationToken) =>
        new Watched(await source.OpenAsync(cancellationToken), this);

    private void Note(bool sent, ReadOnlySpan<byte> payload) => Frames.Add((time.GetElapsedTime(_start), sent, payload.ToArray()));

    private sealed class Watched(ILink link, WatchedLink owner) : ILink
    {
        public string Name => link.Name;

        public LinkKind Kind => link.Kind;

        public int? BaudRate => link.BaudRate;

        public bool ResumesInline => link.ResumesInline;

        public void Start(ILinkReceiver receiver) => link.Start(new Receiver(receiver, owner));

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            if (bytes.Span[0] is var head and (2 or 3))
            {
                owner.Note(sent: true, bytes.Span[head..^3]);
            }

            return link.WriteAsync(bytes, cancellationToken);
        }

        public ValueTask DisposeAsync() => link.DisposeAsync();
    }

    private sealed class Receiver : ILinkReceiver, IFrameSink
    {
        private readonly ILinkReceiver _receiver;
        private readonly WatchedLink _owner;
        private readonly FrameDecoder _decoder;

        public Receiver(ILinkReceiver receiver, WatchedLink owner)
        {
            (_receiver, _owner) = (receiver, owner);
            _decoder = new FrameDecoder(this);
        }

        public void OnBytes(ReadOnlySpan<byte> bytes)
        {
            // First: what arrives may be answered inside with the next question.
            _decoder.Append(bytes);
            _receiver.OnBytes(bytes);
        }

        public void OnLost(LinkLostException reason) => _receiver.OnLost(reason);

        public void OnFrame(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> frame) => _owner.Note(sent: false, payload);

        public void OnSkipped(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
