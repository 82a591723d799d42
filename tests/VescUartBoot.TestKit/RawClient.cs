using VescUartBoot.Links;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Flash;
using VescUartBoot.Simulator.Links;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.TestKit;

/// <summary>A raw byte client, which shares no code with the library or the simulator.</summary>
internal sealed class RawClient : ILinkReceiver
{
    private readonly TimeProvider _time;
    private readonly List<byte> _bytes = [];
    private readonly Queue<byte[]> _payloads = new();
    private TaskCompletionSource? _arrived;
    private ILink? _link;

    private RawClient(TimeProvider time) => _time = time;

    public string? LostBecause { get; private set; }

    /// <summary>Whether the client only collects bytes, for lines that damage them.</summary>
    public bool IgnoresBadFrames { get; set; }

    /// <summary>All received bytes.</summary>
    public List<byte> Stream { get; } = [];

    /// <summary>Sizes of the received pieces.</summary>
    public List<int> Packets { get; } = [];

    public static async Task<RawClient> Open(ILinkSource source, TimeProvider time)
    {
        var client = new RawClient(time);
        client._link = await source.OpenAsync(CancellationToken.None);
        client._link.Start(client);
        return client;
    }

    /// <summary>Opens the port as soon as it exists; returns the elapsed time.</summary>
    public static async Task<(RawClient Client, TimeSpan Time)> OpenWhenBack(ILinkSource source, TimeProvider time)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return (await Open(source, time), time.GetElapsedTime(start));
            }
            catch (LinkOpenException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time);
            }
        }
    }

    public static byte[] Frame(params byte[] payload)
    {
        int crc = 0;
        foreach (byte b in payload)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                bool one = ((b >> bit) & 1) != ((crc >> 15) & 1);
                crc = ((crc << 1) & 0xFFFF) ^ (one ? 0x1021 : 0);
            }
        }

        byte[] head = payload.Length < 256 ? [2, (byte)payload.Length] : [3, (byte)(payload.Length / 256), (byte)payload.Length];
        return [.. head, .. payload, (byte)(crc / 256), (byte)crc, 3];
    }

    public async Task Send(params byte[] payload) => await SendBytes(Frame(payload));

    public async Task SendBytes(params byte[] bytes) => await _link!.WriteAsync(bytes, CancellationToken.None);

    /// <summary>Returns the next payload of the board, or null after a time-out.</summary>
    public async Task<byte[]?> Receive(double seconds = 10)
    {
        long start = _time.GetTimestamp();
        while (_payloads.Count == 0)
        {
            var left = TimeSpan.FromSeconds(seconds) - _time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero || LostBecause is not null)
            {
                return null;
            }

            _arrived = new TaskCompletionSource();
            await Task.WhenAny(_arrived.Task, Task.Delay(left, _time));
        }

        return _payloads.Dequeue();
    }

    /// <summary>Sends a request and returns the next payload, or null.</summary>
    public async Task<byte[]?> Ask(params byte[] payload)
    {
        await Send(payload);
        return await Receive();
    }

    /// <summary>Sends a request that must get no reply: the next reply is that to FW_VERSION.</summary>
    public async Task<bool> StaysSilent(params byte[] payload)
    {
        await Send(payload);
        await Task.Delay(TimeSpan.FromMilliseconds(50), _time);
        bool silent = _payloads.Count == 0;
        _payloads.Clear();
        return await Ask(0) is [0, ..] && silent;
    }

    public static byte[] Int(long value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public Task<byte[]?> Write(long offset, params byte[] data) => Ask([3, .. Int(offset), .. data]);

    public Task<byte[]?> Read(byte command, long length, long offset) => Ask([command, .. Int(length), .. Int(offset)]);

    public async Task Close() => await _link!.DisposeAsync();

    public void OnBytes(ReadOnlySpan<byte> bytes)
    {
        Stream.AddRange(bytes);
        Packets.Add(bytes.Length);
        _bytes.AddRange(bytes);
        while (!IgnoresBadFrames && TakeFrame())
        {
        }

        _arrived?.TrySetResult();
    }

    public void OnLost(LinkLostException reason)
    {
        LostBecause = reason.Message;
        _arrived?.TrySetResult();
    }

    private bool TakeFrame()
    {
        if (_bytes.Count < 6)
        {
            return false;
        }

        int head = _bytes[0] == 2 ? 2 : 3;
        int length = head == 2 ? _bytes[1] : (_bytes[1] * 256) + _bytes[2];
        if (_bytes.Count < head + length + 3)
        {
            return false;
        }

        byte[] payload = [.. _bytes.Skip(head).Take(length)];
        byte[] frame = [.. _bytes.Take(head + length + 3)];
        if (!frame.AsSpan(head).SequenceEqual(Frame(payload).AsSpan()[^(length + 3)..]))
        {
            throw new InvalidDataException("The board sent a bad frame: " + Convert.ToHexString(frame));
        }

        _bytes.RemoveRange(0, frame.Length);
        _payloads.Enqueue(payload);
        return true;
    }
}

/// <summary>A board with its clock and a raw client for a test.</summary>
internal sealed class Bench : IDisposable
{
    public Bench(string query = "")
        : this(SimulatedBoardOptions.Parse(query))
    {
    }

    public Bench(SimulatedBoardOptions options)
    {
        Board = new SimulatedBoard(options, Clock);
        Source = Board.CreateLinkSource();
    }

    public ManualClock Clock { get; } = new();

    public SimulatedBoard Board { get; }

    public SimulatedLinkSource Source { get; }

    public SimulatedFlash Flash => Board.Flash;

    public static void On(string query, Func<RawClient, Bench, Task> test, bool ignoreBadFrames = false) =>
        On(SimulatedBoardOptions.Parse(query), test, ignoreBadFrames);

    public static void On(SimulatedBoardOptions options, Func<RawClient, Bench, Task> test, bool ignoreBadFrames = false)
    {
        using var bench = new Bench(options);
        bench.Clock.Run(async () =>
        {
            var client = await bench.Open();
            client.IgnoresBadFrames = ignoreBadFrames;
            await test(client, bench);
        });
    }

    public Task<RawClient> Open() => RawClient.Open(Source, Clock);

    /// <summary>Measures an action in board time.</summary>
    public async Task<double> Seconds(Func<Task> work)
    {
        var start = Clock.Elapsed;
        await work();
        return (Clock.Elapsed - start).TotalSeconds;
    }

    public void Dispose() => Board.Dispose();
}
