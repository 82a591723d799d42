using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using VescUartBoot.Links;

namespace VescUartBoot.Benchmarks;

/// <summary>One request and its reply over our link, without any protocol.</summary>
/// <param name="resumeInline">The caller goes on upon the reader's thread; else upon a thread of the pool.</param>
internal sealed class LinkExchange(ILink link, int replyLength, bool resumeInline) : ILinkReceiver, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _reply = new() { RunContinuationsAsynchronously = !resumeInline };
    private int _missing;

    // Pooled, so that what is left of allocations would be the link's.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(ReadOnlyMemory<byte> request)
    {
        _reply.Reset();
        _missing = replyLength;
        await link.WriteAsync(request, CancellationToken.None).ConfigureAwait(false);
        await new ValueTask(this, _reply.Version).ConfigureAwait(false);
    }

    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        _missing -= bytes.Length;
        if (_missing == 0)
        {
            _reply.SetResult(true);
        }
    }

    public void OnLost(LinkLostException reason) => _reply.SetException(reason);

    public void GetResult(short token) => _reply.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _reply.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _reply.OnCompleted(continuation, state, token, flags);
}
