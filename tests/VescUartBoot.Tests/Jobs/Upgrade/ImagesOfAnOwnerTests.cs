using VescUartBoot.Catalog;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Boards;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>What a user of the library gets who names a release: its bytes come from a store that they give, or not at all.</summary>
public sealed class ImagesOfAnOwnerTests
{
    private static readonly Func<JobQuestion, string, ValueTask<bool>> _yes = (_, _) => new(true);

    [Fact]
    public void A_release_without_a_store_ends_before_anything_is_changed()
    {
        using var bench = BoardBench.On("fw=6.05&hw=60_MK6&bootloader=present");

        var result = bench.Run(board => board.UpgradeFirmwareAsync("7.00", new() { Confirm = _yes }));

        Assert.Equal(FailureCode.ImageRejected, result.Failure?.Code);
        Assert.EndsWith("is needed, and there is no store of images", result.Failure?.Message, StringComparison.Ordinal);
        Assert.StartsWith("not upgraded: 7.00/60_MK6", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_that_the_store_lacks_is_not_fetched_without_a_client()
    {
        using var folder = new TemporaryFolder();
        using var bench = BoardBench.On("fw=6.05&hw=60_MK6&bootloader=present");
        var options = new UpgradeOptions { Confirm = _yes, Images = new ImageProvider(new ImageStore(folder.Path)) };

        var result = bench.Run(board => board.UpgradeFirmwareAsync("7.00", options));

        Assert.EndsWith($"is not in the store {folder.Path}; fetching it was not allowed", result.Failure?.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_bootloader_comes_from_the_same_store()
    {
        using var folder = new TemporaryFolder();
        using var bench = BoardBench.On("fw=6.05&hw=60_MK6");
        var options = new InstallOptions { Confirm = _yes, Images = new ImageProvider(new ImageStore(folder.Path)) };

        var result = bench.Run(board => board.InstallBootloaderAsync(options));

        Assert.Contains("vesc/generic", result.Failure?.Message, StringComparison.Ordinal);
        Assert.EndsWith("fetching it was not allowed", result.Failure?.Message, StringComparison.Ordinal);
        Assert.Same(options.Images, new UpgradeOptions { Images = options.Images }.Bootloader.Images);
    }
}
