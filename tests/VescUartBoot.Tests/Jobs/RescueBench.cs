using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Jobs of a helper on a simulated target.</summary>
internal static class RescueBench
{
    /// <summary>A helper whose target runs 6.05 and misses its bootloader.</summary>
    public const string Living = "helper=6.05:60_MK6";

    public static SimulatedBoard Target(JobBench bench) => bench.Board.Target!;

    public static byte[] SectorWith(ReadOnlySpan<byte> content)
    {
        byte[] sector = new byte[0x20000];
        Array.Fill(sector, (byte)0xFF);
        content.CopyTo(sector);
        return sector;
    }

    public static void AssertRunsAgain(JobBench bench)
    {
        bench.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(BoardState.Running, Target(bench).State);
    }

    public static RescueResult Look(JobBench bench) =>
        bench.Run((helper, setting, ct) => helper.LookAtTargetAsync(new RescueOptions().In(setting), ct));

    public static RescueResult Install(
        JobBench bench, Func<RescueOptions, RescueOptions>? change = null, CancellationToken cancellationToken = default)
    {
        var options = new RescueOptions { Image = JobBench.Image, Save = _ => "saved.bin" };
        return bench.Run((helper, setting, ct) => helper.InstallOnTargetAsync((change?.Invoke(options) ?? options).In(setting), ct),
            cancellationToken);
    }

    public static RescueResult Restore(
        JobBench bench, Func<RestoreTargetOptions, RestoreTargetOptions>? change = null, CancellationToken cancellationToken = default)
    {
        var options = new RestoreTargetOptions
        {
            Target = new FirmwareTarget.Release("7.00"),
            Firmware = new SimulatedFirmware(new NoFirmware()),
            Image = JobBench.Image,
            Save = _ => "saved.bin",
        };
        return bench.Run((helper, setting, ct) => helper.RestoreTargetAsync((change?.Invoke(options) ?? options).In(setting), ct),
            cancellationToken);
    }

    private sealed class NoFirmware : IFirmwareProvider
    {
        public CatalogEntry Find(string version, string hardware) => throw new NotSupportedException();

        public Task<ResolvedFirmware> BringAsync(
            CatalogEntry entry, string why, JobOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ResolvedFirmware> BringAsync(
            ImageReference named, JobOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
