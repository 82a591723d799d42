using System.Text;
using System.Threading.Channels;
using VescUartBoot.Links;

namespace VescUartBoot.Tests.Links;

/// <summary>Keeps what a link brought, and lets a test wait for it.</summary>
public sealed class RecordingReceiver : ILinkReceiver
{
    private readonly Channel<byte[]> _portions = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource<LinkLostException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _losses;

    public Task<LinkLostException> Lost => _lost.Task;

    public int Losses => Volatile.Read(ref _losses);

    /// <summary>Called on the link's own thread.</summary>
    public Action<byte[]>? Received { get; set; }

    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        _portions.Writer.TryWrite(copy);
        Received?.Invoke(copy);
    }

    public void OnLost(LinkLostException reason)
    {
        Interlocked.Increment(ref _losses);
        _lost.TrySetResult(reason);
    }

    public async Task<byte[]> ReadAsync(int count)
    {
        List<byte> bytes = [];
        while (bytes.Count < count)
        {
            bytes.AddRange(await _portions.Reader.ReadAsync(TestContext.Current.CancellationToken));
        }

        return [.. bytes];
    }

    public async Task<string> ReadTextAsync(int count) => Encoding.ASCII.GetString(await ReadAsync(count));
}
