using BenchmarkDotNet.Running;
using VescUartBoot.Benchmarks;

// --quick: what an exchange costs. --simulator: what simulated boards cost. --packing [FILE…]: how small and how fast images pack.
// Each in seconds. Anything else goes to BenchmarkDotNet.
if (args is ["--quick"]) await QuickMeasure.RunAsync();
else if (args is ["--simulator"]) await SimulatorMeasure.RunAsync();
else if (args is ["--packing", .. string[] files]) PackingMeasure.Run(files);
else BenchmarkSwitcher.FromAssembly(typeof(SerialExchangeBenchmark).Assembly).Run(args);
