using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Boards;

/// <summary>A port whose other end the test plays: it sees what is written and says what comes.</summary>
internal sealed class ScriptedPort : ILinkSource
{
    public string Name { get; init; } = "script";

    public LinkKind Kind { get; set; } = LinkKind.InProcess;

    public int? BaudRate { get; set; }

    /// <summary>Every link that was opened, the newest last.</summary>
    public List<ScriptedLink> Links { get; } = [];

    public ScriptedLink Link => Links[^1];

    /// <summary>Runs inside the write of each frame: the answer may be here before the write returns.</summary>
    public Action<ScriptedLink, byte[]> OnRequest { get; set; } = (_, _) => { };

    public Action OnOpening { get; set; } = () => { };

    /// <summary>Why it cannot be opened.</summary>
    public LinkOpenException? Refuses { get; set; }

    /// <summary>The answer to COMM_FW_VERSION of a 60_MK6 with firmware 6.05.</summary>
    public static byte[] Version605 { get; } =
    [
        0, 6, 5, .. "60_MK6\0"u8, .. Enumerable.Range(0x31, 12).Select(i => (byte)i),
        0, // not paired
        0, 0, 0, 0, 0, 0, 0, // release, motor controller, no custom configuration, filters, QML or NRF
        0, // no name
        0x11, 0x22, 0x33, 0x44,
    ];

    public ValueTask<ILink> OpenAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OnOpening();
        if (Refuses is not null)
        {
            throw Refuses;
        }

        Links.Add(new ScriptedLink(this));
        return ValueTask.FromResult<ILink>(Link);
    }
}

/// <summary>One opening of a <see cref="ScriptedPort"/>.</summary>
internal sealed class ScriptedLink(ScriptedPort port) : ILink
{
    private ILinkReceiver? _receiver;

    public string Name => port.Name;

    public LinkKind Kind => port.Kind;

    public int? BaudRate => port.BaudRate;

    public bool ResumesInline => true;

    /// <summary>What was written, piece by piece.</summary>
    public List<byte[]> Written { get; } = [];

    /// <summary>The payloads of the frames among it.</summary>
    public IEnumerable<byte[]> Requests => Written.Where(w => w[0] is 2 or 3).Select(Fixtures.PayloadOf);

    /// <summary>The commands of the frames among it.</summary>
    public IEnumerable<Command> Commands => Requests.Select(r => (Command)r[0]);

    /// <summary>Holds writes up until it completes, or fails them.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public bool IsClosed { get; private set; }

    public void Start(ILinkReceiver receiver) => _receiver = receiver;

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] written = bytes.ToArray();
        Written.Add(written);
        if (Hold is { } hold)
        {
            await using var cancelling = cancellationToken.UnsafeRegister(_ => hold.TrySetCanceled(cancellationToken), null);
            await hold.Task;
        }

        if (written[0] is 2 or 3)
        {
            port.OnRequest(this, Fixtures.PayloadOf(written));
        }
    }

    public void Come(params byte[] bytes) => _receiver!.OnBytes(bytes);

    public void Answer(byte[] payload) => Come(Fixtures.Frame(payload));

    public void Lose(string reason) => _receiver!.OnLost(new LinkLostException(Name, reason));

    public ValueTask DisposeAsync()
    {
        IsClosed = true;
        return ValueTask.CompletedTask;
    }
}
