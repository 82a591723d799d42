using VescUartBoot.Catalog;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Commands;
using VescUartBoot.Cli.Simulation;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Cli.Running;

/// <summary>Where the commands take images from.</summary>
internal static class ImageSources
{
    /// <summary>Finds a bootloader in the catalogue and the store of this user.</summary>
    /// <param name="run">The command, which reports a fetch.</param>
    /// <param name="approved">The only images that may be used, if there is such a list.</param>
    /// <param name="fetcher">Fetches what the store lacks; <see langword="null"/>: it must be there.</param>
    /// <param name="named">The image that was named.</param>
    public static BootloaderResolver Bootloaders(
        BoardCommand run, ApprovedImages? approved, LazyFetcher? fetcher, CatalogEntry? named = null) =>
        new(ImageCatalog.Shipped, new ImageProvider(BundleCommand.Store(), approved))
        {
            Named = named,
            Fetcher = fetcher is null ? null : fetcher.Get,
            Observer = new FetchReport(run.Output),
        };

    /// <summary>Finds firmware there.</summary>
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

    /// <summary>Reads what <c>--image</c> names as a bootloader; a simulated board has one at hand.</summary>
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
