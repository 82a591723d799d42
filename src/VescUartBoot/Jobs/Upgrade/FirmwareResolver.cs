using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Chooses a firmware and provides its bytes: from the store, otherwise from its origin if the user agrees.</summary>
/// <param name="catalogue">The known images.</param>
/// <param name="supply">The store; <see langword="null"/> if there is none, so that only images whose bytes are available are
/// found.</param>
internal sealed class FirmwareResolver(ImageCatalog catalogue, ImageProvider? supply) : IFirmwareProvider
{
    /// <summary>The word for the newest version that has an image for the hardware.</summary>
    public const string Latest = "latest";

    /// <summary>Fetches an image that is not in the store; <see langword="null"/> if it must be there.</summary>
    public Func<ImageFetcher>? Fetcher { get; init; }

    /// <summary>Receives the progress of the fetch.</summary>
    public required IFetchObserver Observer { get; init; }

    /// <summary>The firmware of the shipped catalogue, from the given images.</summary>
    public static FirmwareResolver For(UpgradeOptions options) => new(ImageCatalog.Shipped, options.Images)
    {
        Fetcher = options.Images?.Fetcher,
        Observer = new FetchReport(options.Progress),
    };

    /// <inheritdoc/>
    public FirmwareCatalog? Catalogue => catalogue.Firmware;

    /// <summary>The default image of a version for this hardware, never a variant. Nothing is read or fetched yet.</summary>
    /// <param name="version">A version of the catalogue, or <see cref="Latest"/>.</param>
    /// <param name="hardware">The board's hardware name.</param>
    /// <exception cref="ImageRejectedException">There is none; the versions that have one are named.</exception>
    public CatalogEntry Find(string version, string hardware)
    {
        var firmware = catalogue.Firmware;
        var found = version == Latest ? firmware.NewestFor(hardware) : firmware.ChooseFor(version, hardware);
        if (found is not null)
        {
            return found;
        }

        string[] versions = [.. firmware.AllFor(hardware).Select(e => e.Version!)];
        string? meant = FirmwareCatalog.NearVersion(version, firmware.Versions.Keys);
        string hint = HardwareNames.Shipped.HintFor(hardware, firmware) is { } similar ? $"; {similar}" : "";
        throw new ImageRejectedException(
            "imageUnknown",
            version != Latest && !firmware.Versions.ContainsKey(version)
                ? $"the catalogue has no version {version}{(meant is null ? "" : $"; did you mean {meant}?")}"
                : versions is [] ? $"no version in the catalogue has an image for {hardware}{hint}"
                : $"version {version} has no image for {hardware}{hint}")
        {
            Hardware = hardware,
            Choices = versions,
        };
    }

    /// <summary>Provides the bytes of an image that <see cref="Find"/> returned.</summary>
    /// <exception cref="ImageRejectedException">The image is not in the store and may not or cannot be fetched, or it is not
    /// approved.</exception>
    public async Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions options, CancellationToken cancellationToken)
    {
        if (supply is null)
        {
            throw new ImageRejectedException("imageMissing",
                $"{entry.Id} ({why}) is needed, and there is no store of images")
            { Id = entry.Id };
        }

        byte[] content = await new ImageAcquisition(supply, Fetcher, Observer).BringAsync(entry, why, options,
            cancellationToken).ConfigureAwait(false);
        return Recognise(FirmwareImage.Parse(entry.Id, content), why);
    }

    /// <summary>Provides a named image.</summary>
    /// <exception cref="ImageRejectedException">The image is not firmware for this family, is not in the store and may not or cannot be
    /// fetched, or is not approved.</exception>
    public async Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions options, CancellationToken cancellationToken)
    {
        if (named.File is not { } file)
        {
            return await BringAsync(named.Entries[0], ImageAcquisition.Requested, options, cancellationToken).ConfigureAwait(false);
        }

        var chosen = Recognise(FirmwareImage.From(ImageInspection.Of(file)), ImageAcquisition.Requested);
        supply?.Require(chosen.Image.Sha256, chosen.Image.Name);
        return chosen;
    }

    private ResolvedFirmware Recognise(FirmwareImage image, string why)
    {
        var recognition = ImageRecognition.Of(image.Inspection, catalogue);
        return new ResolvedFirmware(FirmwareImage.From(recognition.Image), recognition, why);
    }
}
