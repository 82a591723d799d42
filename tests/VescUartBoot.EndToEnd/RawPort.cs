using System.Net.Sockets;

namespace VescUartBoot.EndToEnd;

/// <summary>A stranger's program at the port of a board: bytes over a terminal or a socket, and not a line of the library.</summary>
internal sealed class RawPort : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly Socket? _socket;
    private readonly List<byte> _held = [];

    private RawPort(Stream stream, Socket? socket) => (_stream, _socket) = (stream, socket);

    /// <summary>Opens <c>/dev/pts/N</c>, a link to it, or <c>tcp://HOST:PORT</c>.</summary>
    public static async Task<RawPort> OpenAsync(string port)
    {
        if (!port.StartsWith("tcp://", StringComparison.Ordinal))
        {
            return new RawPort(new FileStream(port, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0), null);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var address = new Uri(port);
        await socket.ConnectAsync(address.Host, address.Port);
        return new RawPort(new NetworkStream(socket), socket);
    }

    public static byte[] Frame(params byte[] payload)
    {
        ushort crc = Crc(payload);
        byte[] head = payload.Length < 256 ? [2, (byte)payload.Length] : [3, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [.. head, .. payload, (byte)(crc >> 8), (byte)crc, 3];
    }

    public static byte[] LongFrame(params byte[] payload)
    {
        ushort crc = Crc(payload);
        return [3, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload, (byte)(crc >> 8), (byte)crc, 3];
    }

    public static byte[] Number(long value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public async Task SendAsync(params byte[] bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>The next payload. A test that waits for ever ends by its time-out.</summary>
    public async Task<byte[]> ReceiveAsync()
    {
        byte[] some = new byte[4096];
        while (true)
        {
            int head = _held.Count > 0 && _held[0] == 3 ? 3 : 2;
            int length = _held.Count < head ? int.MaxValue / 2 : head == 2 ? _held[1] : (_held[1] << 8) | _held[2];
            if (_held.Count >= head + length + 3)
            {
                byte[] payload = [.. _held.Skip(head).Take(length)];
                Assert.Equal(head == 2 ? Frame(payload) : LongFrame(payload), _held.Take(head + length + 3).ToArray());
                _held.RemoveRange(0, head + length + 3);
                return payload;
            }

            int count = await _stream.ReadAsync(some);
            _held.AddRange(count > 0 ? some.AsSpan(0, count) : throw new EndOfStreamException("The port is gone."));
        }
    }

    public async Task<byte[]> AskAsync(params byte[] payload)
    {
        await SendAsync(Frame(payload));
        return await ReceiveAsync();
    }

    /// <summary>Reads until the port is gone.</summary>
    public async Task UntilGoneAsync()
    {
        try
        {
            while (true)
            {
                await ReceiveAsync();
            }
        }
        catch (IOException)
        {
            // Hung up, or closed.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket?.Dispose();
    }

    private static ushort Crc(byte[] payload)
    {
        uint crc = 0;
        foreach (byte b in payload)
        {
            crc |= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc <<= 1;
                crc ^= (crc & 0x100_0000) != 0 ? 0x102100u : 0;
            }
        }

        // 16 zero bits behind the message: long division as on paper.
        for (int bit = 0; bit < 16; bit++)
        {
            crc <<= 1;
            crc ^= (crc & 0x100_0000) != 0 ? 0x102100u : 0;
        }

        return (ushort)(crc >> 8);
    }
}
