using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using VescUartBoot.Links;

namespace VescUartBoot.Benchmarks;

/// <summary>A request and its reply over a pseudo-terminal: our port against bare read and write calls.</summary>
[MemoryDiagnoser]
[SuppressMessage("Design", "CA1001", Justification = "The cleanup closes them.")]
public class SerialExchangeBenchmark
{
    private EchoBoard _board = null!;
    private RawExchange? _raw;
    private UnixSerialPort? _port;
    private LinkExchange _exchange = null!;
    private byte[] _request = null!;

    /// <summary>FW_VERSION and a short reply; a read of flash and a reply of full length.</summary>
    [Params("6/40", "14/517")]
    public string Lengths { get; set; } = "6/40";

    [GlobalSetup(Target = nameof(BareCalls))]
    public void OpenBare()
    {
        int replyLength = OpenBoard();
        UnixSerialPort.Open(_board.Path).DisposeAsync().AsTask().GetAwaiter().GetResult();
        _raw = new RawExchange(_board.Path, replyLength);
    }

    [GlobalSetup(Target = nameof(LinkInline))]
    public void OpenInline() => OpenLink(resumeInline: true);

    [GlobalSetup(Target = nameof(LinkThroughPool))]
    public void OpenThroughPool() => OpenLink(resumeInline: false);

    [GlobalCleanup]
    public async Task CloseAsync()
    {
        _raw?.Dispose();
        if (_port is not null)
        {
            await _port.DisposeAsync().ConfigureAwait(false);
        }

        _board.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void BareCalls() => _raw!.Run(_request);

    [Benchmark]
    public ValueTask LinkInline() => _exchange.RunAsync(_request);

    [Benchmark]
    public ValueTask LinkThroughPool() => _exchange.RunAsync(_request);

    private int OpenBoard()
    {
        string[] lengths = Lengths.Split('/');
        _request = new byte[int.Parse(lengths[0])];
        int replyLength = int.Parse(lengths[1]);
        _board = new EchoBoard(_request.Length, replyLength);
        return replyLength;
    }

    private void OpenLink(bool resumeInline)
    {
        int replyLength = OpenBoard();
        _port = UnixSerialPort.Open(_board.Path);
        _exchange = new LinkExchange(_port, replyLength, resumeInline);
        _port.Start(_exchange);
    }
}
