using BenchmarkDotNet.Attributes;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Benchmarks;

/// <summary>What it costs to open the layout of a configuration and to read its values: under 5 ms.</summary>
[MemoryDiagnoser]
public class SettingsBenchmark
{
    private SerialisedConfiguration _motor = null!;

    [GlobalSetup]
    public void Make()
    {
        byte[] bytes = new byte[488];
        Convert.FromHexString("57AD8F53").CopyTo(bytes, 0);
        _motor = SerialisedConfiguration.From(ConfigurationKind.Motor, bytes);
    }

    [Benchmark]
    public object Open() => BoardSettings.Decode(_motor);
}
