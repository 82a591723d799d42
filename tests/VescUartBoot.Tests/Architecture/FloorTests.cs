namespace VescUartBoot.Tests.Architecture;

/// <summary>The floors of the library and the projects above it: what stands on a floor uses only what is below.</summary>
public sealed class FloorTests
{
    // From the lowest to the highest, as docs/architecture.md draws them.
    internal static readonly string[] Floors =
    [
        "VescUartBoot",
        "VescUartBoot.Chip",
        "VescUartBoot.Interop",
        "VescUartBoot.IO",
        "VescUartBoot.Links",
        "VescUartBoot.Framing",
        "VescUartBoot.Tracing",
        "VescUartBoot.Messages",
        "VescUartBoot.Boards",
        "VescUartBoot.Swd",
        "VescUartBoot.Images.Formats",
        "VescUartBoot.Images.Compression",
        "VescUartBoot.Images",
        "VescUartBoot.Catalog",
        "VescUartBoot.Recognition",
        "VescUartBoot.Settings",
        "VescUartBoot.Backups",
        "VescUartBoot.Recovery",
        "VescUartBoot.Jobs.Common",
        "VescUartBoot.Jobs.Bootloader",
        "VescUartBoot.Jobs.Backup",
        "VescUartBoot.Jobs.Upgrade",
        "VescUartBoot.Jobs.Rescue",
        "VescUartBoot.Jobs",
    ];

    [Fact]
    public void Each_namespace_of_the_library_is_a_floor() =>
        Assert.Empty(Sources.Library.Types.Select(type => type.Namespace)
            .Where(name => name.StartsWith("VescUartBoot", StringComparison.Ordinal))
            .Except(Floors));

    [Fact]
    public void A_type_uses_only_types_of_its_own_floor_and_those_below()
    {
        var upward =
            from type in Sources.Library.Types
            from used in Sources.UsedBy(type)
            where used.Module == type.Module && Array.IndexOf(Floors, used.Namespace) > Array.IndexOf(Floors, type.Namespace)
            select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(upward.Distinct());
    }

    [Fact]
    public void The_simulator_shares_nothing_with_the_library_but_links_and_the_chip()
    {
        string[] shared = ["VescUartBoot", "VescUartBoot.Links", "VescUartBoot.Chip"];
        var uses =
            from type in Sources.Simulator.Types
            from used in Sources.UsedBy(type)
            where used.Module == Sources.Library && !shared.Contains(used.Namespace)
            select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(uses.Distinct());
    }

    [Fact]
    public void A_use_that_goes_up_is_seen()
    {
        var job = Sources.Library.Types.Single(type => type.Name == "InstallBootloader");
        Assert.Contains(Sources.UsedBy(job), used => used.Name == "FlashMap");
        Assert.Contains(Sources.UsedBy(job), used => used.Name == "Board");
    }
}
