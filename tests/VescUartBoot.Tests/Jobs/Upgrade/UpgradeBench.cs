using VescUartBoot.Backups;
using VescUartBoot.Catalog;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>Upgrades on a simulated board, with images that the simulator makes.</summary>
internal static class UpgradeBench
{
    private static readonly BootloaderImage _bootloader = BootloaderImage.Parse("demo", SimulatedImage.Bootloader());

    public static UpgradeResult Upgrade(
        this JobBench bench, string to, Func<UpgradeOptions, UpgradeOptions>? change = null, CancellationToken cancellationToken = default)
    {
        var options = OptionsFor(to);
        return bench.Run((board, setting, ct) => UpgradeFirmware.RunAsync(board, (change is null ? options : change(options)).In(setting),
            ct), cancellationToken);
    }

    /// <summary>An upgrade to the bytes of a file.</summary>
    public static UpgradeResult Upgrade(this JobBench bench, byte[] file)
    {
        var folder = Directory.CreateTempSubdirectory("vescboot-");
        try
        {
            string path = Path.Combine(folder.FullName, "image.bin");
            File.WriteAllBytes(path, file);
            var named = ImageReference.Find(path, ImageKind.Firmware, ImageCatalog.Shipped, new ImageStore(folder.FullName));
            return bench.Upgrade("", o => o with { Target = new FirmwareTarget.Image(named) });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static UpgradeOptions OptionsFor(string to) => new()
    {
        Target = new FirmwareTarget.Release(to),
        Firmware = new SimulatedFirmware(new NoNames()),
        Bootloader = new InstallOptions { Image = _bootloader, Save = _ => "saved.bin" },
        MinVoltage = 8,
        Keep = _ => "kept",
    };

    /// <summary>Gives the board settings that are not the factory's, as an owner has them.</summary>
    public static void SetUpAnew(this JobBench bench)
    {
        var backup = bench.Take();
        foreach (var part in backup.Parts.Where(p => p.Configuration is not null))
        {
            byte[] content = part.Content.ToArray();
            content[^1] ^= (byte)(0x11 + (int)part.Kind);
            backup = backup.With(part.Kind, content);
        }

        Assert.True(bench.RestoreSettings(backup).AllRestored);
    }

    /// <summary>Sets some values of the motor configuration by name, as an owner does.</summary>
    public static void SetUp(this JobBench bench, params (string Name, string Value)[] values) =>
        bench.SetUp(BackupPartKind.MotorConfiguration, values);

    /// <summary>Sets some values of a configuration by name.</summary>
    public static void SetUp(this JobBench bench, BackupPartKind kind, params (string Name, string Value)[] values)
    {
        var backup = bench.Take(open: false);
        var settings = BoardSettings.Decode(backup.Find(kind)!.Configuration!);
        foreach (var (name, value) in values)
        {
            settings = settings.With(name, value).Settings ?? throw new ArgumentException($"{name} takes no {value}", nameof(values));
        }

        Assert.True(bench.RestoreSettings(backup.With(kind, settings.Encode().Bytes.ToArray())).AllRestored);
    }

    /// <summary>The board runs this version, and its application is that image but for what the first start changes.</summary>
    public static void AssertRuns(this JobBench bench, string version, string hardware = "60_MK6")
    {
        Assert.Equal(version, bench.Board.Identity?.Firmware.Name);
        byte[] image = SimulatedImage.Firmware(version, hardware);
        byte[] flash = bench.Board.Flash.Read(0, image.Length - 8);
        Assert.True(flash.AsSpan(0, 0x4000).SequenceEqual(image.AsSpan(0, 0x4000)), "sector 0 differs");
        Assert.True(flash.AsSpan(0xC000).SequenceEqual(image.AsSpan(0xC000, flash.Length - 0xC000)), "the application differs");
    }

    /// <summary>No jump by any tool would start what waits in staging.</summary>
    public static void AssertStagingIsHarmless(this JobBench bench)
    {
        byte[] head = bench.Board.Flash.Read(0x80000, 4);
        Assert.True(head.All(b => b == 0xFF) || head.All(b => b == 0), $"staging begins with {Convert.ToHexString(head)}");
    }

    private sealed class NoNames : IFirmwareProvider
    {
        public CatalogEntry Find(string version, string hardware) =>
            throw new InvalidOperationException("nothing is found by name in this test");

        public Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions setting, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("nothing is found by name in this test");

        public Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions setting, CancellationToken cancellationToken)
        {
            var image = FirmwareImage.From(ImageInspection.Of(named.File!));
            return Task.FromResult(new ResolvedFirmware(image, ImageRecognition.Of(image.Inspection, ImageCatalog.Shipped),
                "it was requested"));
        }
    }
}
