using BenchmarkDotNet.Running;
using VescUartBoot.Benchmarks;

// --quick: a few seconds and a table. Anything else goes to BenchmarkDotNet.
if (args is ["--quick"]) await QuickMeasure.RunAsync();
else BenchmarkSwitcher.FromAssembly(typeof(SerialExchangeBenchmark).Assembly).Run(args);
