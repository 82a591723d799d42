using BenchmarkDotNet.Running;
using VescUartBoot.Benchmarks;

// --quick: what an exchange costs. --simulator: what simulated boards cost. --packing [FILE…]: how small and how fast images pack.
// --settings: how long a layout of settings takes to open, and what the layouts weigh.
// --can: what jobs take behind a CAN bus, in simulated time.
// --station [PROGRAM]: what 32 boards on one bench take beside one, in real time.
// --time PROGRAM… [-- FIRMWARE]: how long published programs take up to the erase and the jump, and to install, in minutes.
// --upgrade [VERSION HARDWARE FILE…]: how long uploads take, in minutes. The others each in seconds. Anything else goes to BenchmarkDotNet.
if (args is ["--quick"])
{
    await QuickMeasure.RunAsync();
}
else if (args is ["--simulator"])
{
    await SimulatorMeasure.RunAsync();
}
else if (args is ["--settings"])
{
    SettingsMeasure.Run();
}
else if (args is ["--can"])
{
    CanMeasure.Run();
}
else if (args is ["--station", .. string[] station])
{
    await StationMeasure.RunAsync(station.FirstOrDefault());
}
else if (args is ["--packing", .. string[] files])
{
    PackingMeasure.Run(files);
}
else if (args is ["--upgrade", .. string[] images])
{
    await UpgradeMeasure.RunAsync(images);
}
else if (!OperatingSystem.IsWindows() && args is ["--time", .. string[] programs])
{
    await TimeMeasure.RunAsync(programs);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(SerialExchangeBenchmark).Assembly).Run(args);
}
