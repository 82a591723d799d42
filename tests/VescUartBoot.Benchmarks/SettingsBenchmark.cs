using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Engines;
using VescUartBoot.Messages;
using VescUartBoot.Settings;

namespace VescUartBoot.Benchmarks;

/// <summary>What it costs to open the layout of a configuration, in a process that has just started and in one that has not.</summary>
[SimpleJob(RunStrategy.ColdStart, launchCount: 5, iterationCount: 1, id: "first time")]
[SimpleJob(RunStrategy.Throughput, launchCount: 1, warmupCount: 2, iterationCount: 5, id: "later")]
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
    public BoardSettings Open() => BoardSettings.Decode(_motor);
}
