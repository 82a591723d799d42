using BenchmarkDotNet.Attributes;
using VescUartBoot.Images.Compression;

namespace VescUartBoot.Benchmarks;

/// <summary>Packing 512 KiB, and packing with the proof that it unpacks again, as an upgrade does it.</summary>
[MemoryDiagnoser]
public class PackingBenchmark
{
    private byte[] _image = null!;

    [ParamsSource(nameof(Inputs))]
    public string Input { get; set; } = "like firmware";

    public static IEnumerable<string> Inputs => PackingInputs.All.Keys;

    [GlobalSetup]
    public void Make() => _image = PackingInputs.All[Input]();

    [Benchmark]
    public byte[] Pack() => Heatshrink.Pack(_image);

    [Benchmark]
    public byte[]? PackAndUnpack() => Heatshrink.Unpack(Heatshrink.Pack(_image), _image.Length);
}
