namespace VescUartBoot.Boards;

/// <summary>Counters of one connection to a board.</summary>
public sealed class LinkStatistics
{
    private long _commands;
    private long _retries;
    private long _bytesSent;
    private long _bytesReceived;

    /// <summary>Number of requests sent, repetitions included.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Number of repeated requests.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Bytes sent: frames and flushes.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Bytes received: frames and other bytes.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Number of times the stream held bytes outside a frame.</summary>
    public long CorruptFrames { get; internal set; }

    /// <summary>Corrupt bytes, and replies to reads without an open request: after one of these an unanswered read proves
    /// nothing.</summary>
    public long StrayReplies { get; internal set; }

    /// <summary>Answers with the id of a motor that came when nobody asked for one: late ones, and those of a second node with the id
    /// that was asked.</summary>
    internal long StrayIds { get; set; }

    internal void CountCommand() => Interlocked.Increment(ref _commands);

    internal void CountBytes(int sent) => Interlocked.Add(ref _bytesSent, sent);

    internal void CountReceived(int received) => Interlocked.Add(ref _bytesReceived, received);

    internal void CountRetry() => Interlocked.Increment(ref _retries);
}
