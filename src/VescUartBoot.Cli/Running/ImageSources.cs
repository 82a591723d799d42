using VescUartBoot.Catalog;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Commands;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Cli.Running;

/// <summary>Image sources of the commands.</summary>
internal static class ImageSources
{
    /// <summary>Returns the provider of bootloaders from the catalogue and the user's store.</summary>
    /// <param name="run">The command, which reports a fetch.</param>
    /// <param name="approved">List of the only images allowed, if any.</param>
    /// <param name="fetcher">Fetches images missing in the store; <see langword="null"/> if they must be in the store.</param>
    /// <param name="named">The named image.</param>
    public static BootloaderResolver Bootloaders(
        BoardCommand run, ApprovedImages? approved, LazyFetcher? fetcher, CatalogEntry? named = null) =>
        new(ImageCatalog.Shipped, new ImageProvider(BundleCommand.Store(), approved))
        {
            Named = named,
            Fetcher = fetcher is null ? null : fetcher.Get,
            Observer = new FetchReport(run.Output),
        };

    /// <summary>Returns the provider of firmware from the same sources.</summary>
    /// <inheritdoc cref="Bootloaders"/>
    public static IFirmwareProvider Firmware(BoardCommand run, ApprovedImages? approved, LazyFetcher? fetcher)
    {
        var released = new FirmwareResolver(ImageCatalog.Shipped, new ImageProvider(BundleCommand.Store(), approved))
        {
            Fetcher = fetcher is null ? null : fetcher.Get,
            Observer = new FetchReport(run.Output),
        };
        return run.IsSimulated ? new SimulatedFirmware(released) : released;
    }

    /// <summary>Reads the bootloader named by <c>--image</c>; a simulated board has a built-in one.</summary>
    public static (ImageArgument Given, ApprovedImages? Approved) PrepareBootloader(BoardCommand run, string? image, string? approved)
    {
        var given = ImageArgument.Parse(image);
        var list = JobCommand.Approved(approved);
        given = given == ImageArgument.None && run.IsSimulated ? new ImageArgument(DemoImage.Load(), null) : given;
        if (given.Image is { } loaded)
        {
            list?.Require(loaded.Sha256, loaded.Name);
        }

        return (given, list);
    }
}
