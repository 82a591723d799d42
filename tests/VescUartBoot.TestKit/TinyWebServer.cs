using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VescUartBoot.TestKit;

/// <summary>A web server with scripted responses, valid or not.</summary>
internal sealed class TinyWebServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<string, int, WebReply> _answer;
    private readonly ConcurrentQueue<string> _paths = [];
    private int _requests;

    /// <param name="answer">Returns the response for the path and the number of the request, from 1.</param>
    public TinyWebServer(Func<string, int, WebReply> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = Task.Run(AcceptAsync);
    }

    public Uri Address { get; }

    public IReadOnlyCollection<string> Paths => _paths;

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token), _stopping.Token);
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, leaveOpen: true);
            string path = (await reader.ReadLineAsync(cancellationToken))!.Split(' ')[1];
            while (await reader.ReadLineAsync(cancellationToken) is { Length: > 0 })
            {
                // The rest of the request does not matter.
            }

            _paths.Enqueue(path);
            var reply = _answer(path, Interlocked.Increment(ref _requests));
            await (reply.After ?? Task.CompletedTask).WaitAsync(cancellationToken);
            await stream.WriteAsync(reply.Bytes, cancellationToken);
            if (reply.Hangs)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }
    }
}

/// <summary>Content of a response. A hanging response sends it and keeps the connection open.</summary>
public sealed record WebReply(byte[] Bytes, bool Hangs = false)
{
    /// <summary>Task to wait for before the response is sent.</summary>
    public Task? After { get; init; }

    public static WebReply Ok(byte[] body) => Of($"200 OK\r\nContent-Length: {body.Length}", body);

    public static WebReply Of(string head, byte[]? body = null) =>
        new([.. Encoding.ASCII.GetBytes($"HTTP/1.1 {head}\r\nConnection: close\r\n\r\n"), .. body ?? []]);
}
