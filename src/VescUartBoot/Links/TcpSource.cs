using System.Net.Sockets;

namespace VescUartBoot.Links;

/// <summary>Connects to a board at a TCP port: a WiFi bridge, the TCP server of VESC Tool, or a simulated board.</summary>
/// <param name="host">Host name or address; IPv6 without brackets.</param>
/// <param name="port">TCP port, 1 to 65535.</param>
public sealed class TcpSource(string host, int port) : ILinkSource
{
    /// <inheritdoc/>
    public string Name { get; } = new PortAddress.Tcp(host, port).Text;

    /// <summary>Time-out of the connection. Default 5 s; more than zero.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock for <see cref="ConnectTimeout"/>. Default: the system clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public async ValueTask<ILink> OpenAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(ConnectTimeout, TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);

        // Small frames must be sent at once.
        Socket? socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, both.Token).ConfigureAwait(false);
            StreamLink link = new(Name, new NetworkStream(socket, ownsSocket: true));
            socket = null;
            return link;
        }
        catch (SocketException exception)
        {
            throw new LinkOpenException(Name, LinkOpenFailure.Unreachable, Words(exception.SocketErrorCode, exception.Message), exception);
        }
        catch (OperationCanceledException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new LinkOpenException(Name, LinkOpenFailure.Unreachable,
                $"{Name} did not answer within {ConnectTimeout.TotalSeconds:0.#} s; check the address and the network.", exception);
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private string Words(SocketError error, string said) => error switch
    {
        SocketError.ConnectionRefused => $"{Name} refused the connection: the host is there, but nothing listens on that port.",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData =>
            $"There is no host '{host}'; check its name and the network.",
        _ => $"{Name} could not be reached ({said}); check the address and the network.",
    };
}
