using BenchmarkDotNet.Running;
using VescUartBoot.Benchmarks;

// --quick: what an exchange costs. --simulator: what simulated boards cost. Both in seconds. Anything else goes to BenchmarkDotNet.
if (args is ["--quick"]) await QuickMeasure.RunAsync();
else if (args is ["--simulator"]) await SimulatorMeasure.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(SerialExchangeBenchmark).Assembly).Run(args);
