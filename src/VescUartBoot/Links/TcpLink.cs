using System.Net.Sockets;

namespace VescUartBoot.Links;

/// <summary>A link to a board behind a TCP port. <see cref="TcpSource"/> opens it.</summary>
public sealed class TcpLink : ILink
{
    private readonly StreamLink _link;

    /// <summary>Takes over a socket that is connected.</summary>
    /// <param name="name">The name for messages.</param>
    /// <param name="socket">Belongs to the link from now on. Small frames must not wait for others: its NoDelay is switched on.</param>
    public TcpLink(string name, Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.NoDelay = true;
#pragma warning disable CA2000 // The stream belongs to the link.
        _link = new StreamLink(name, new NetworkStream(socket, ownsSocket: true));
#pragma warning restore CA2000
    }

    /// <inheritdoc/>
    public string Name => _link.Name;

    /// <inheritdoc/>
    public LinkKind Kind => LinkKind.Unknown;

    /// <inheritdoc/>
    public int? BaudRate => null;

    /// <inheritdoc/>
    public void Start(ILinkReceiver receiver) => _link.Start(receiver);

    /// <inheritdoc/>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _link.WriteAsync(bytes, cancellationToken);

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
