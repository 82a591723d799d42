using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Images.Formats;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Finds the firmware of each step, and rejects images that are not for this board. All images are available before anything is
/// erased.</summary>
internal sealed class UpgradeImages(JobRun session, UpgradeOptions options)
{
    private CatalogEntry? _entry;
    private CatalogEntry? _stone;
    private string _why = ImageAcquisition.Requested;
    private UpgradeImage? _named;

    private BoardIdentity Board => session.Board.Identity;

    /// <summary>The requested version; <see langword="null"/> if the image does not show it.</summary>
    public FirmwareVersion? Target { get; private set; }

    /// <summary>Whether the target fits into staging as it is.</summary>
    public bool TargetFitsPlain => _named?.FitsPlain ?? _entry!.Size <= FlashMap.MaxStagedLength;

    /// <summary>Finds the requested firmware, and checks that it is for this hardware. A release is not fetched yet.</summary>
    /// <exception cref="ImageRejectedException">There is no such image, or it is for other hardware.</exception>
    public async Task FindTargetAsync(CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Image);
        if (options.Target is FirmwareTarget.Release release)
        {
            _entry = Named(options.Firmware.Find(release.Word, Hardware()));
            Target = FirmwareVersion.TryParse(_entry.Version, out var version) ? version : null;
            TellOfTheName(release.Word);
            return;
        }

        var named = ((FirmwareTarget.Image)options.Target).Named;
        _named = Accept(await options.Firmware.BringAsync(named, session.Options, cancellationToken).ConfigureAwait(false));
        Target = _named.Version;
    }

    /// <summary>Whether flash shows that the board already runs the requested firmware: the named variant, or an image without a version.
    /// </summary>
    public Task<bool> RunAlreadyAsync(CancellationToken cancellationToken) =>
        _named is { Version: null } image && !options.Reinstall && session.Path is not null
            ? ApplicationCheck.RunsAsync(session, image.Image.Content, cancellationToken)
            : RunsNamedVariantAsync(cancellationToken);

    // Also if nothing shows that it does not.
    private async Task<bool> RunsNamedVariantAsync(CancellationToken cancellationToken)
    {
        if (options is { Variant: null } or { Reinstall: true } || Target != Board.Firmware
            || options.Firmware.Catalogue is not { } catalogue)
        {
            return false;
        }

        var running = await RunningImage.FindAsync(session, catalogue, cancellationToken).ConfigureAwait(false);
        if (running is RunningImage.Unknown or RunningImage.OneOf)
        {
            session.Warn("variantUnknown", $"the board runs {Target} already, and which variant of it cannot be read");
        }

        return running switch
        {
            RunningImage.Released { Image: var image } => image.Sha256 == _entry!.Sha256,
            RunningImage.OneOf { Images: var images } => images.Any(i => i.Sha256 == _entry!.Sha256),
            RunningImage.NoRelease => false,
            _ => true,
        };
    }

    /// <summary>Chooses the variant that the board runs, if its flash shows it and no variant is named: the shunts of a board are part of
    /// its hardware.</summary>
    /// <exception cref="JobStoppedException">The target has no such variant, or the board runs no release and the user did not agree to the
    /// default.</exception>
    public async Task KeepVariantAsync(CancellationToken cancellationToken)
    {
        if (_entry is not { } chosen || options.Variant is not null || options.Firmware.Catalogue is not { } catalogue)
        {
            return;
        }

        var there = catalogue.VariantsFor(chosen.Version!, Hardware());
        switch (await RunningImage.FindAsync(session, catalogue, cancellationToken).ConfigureAwait(false))
        {
            case RunningImage.Released { Image: { Variant: { } variant } running }:
                _entry = there.FirstOrDefault(e => e.Variant == variant) ?? throw NoVariant(
                    chosen, there,
                    $"the board runs {running.Id}, the variant {variant} of its firmware, which may measure its currents by other shunts");
                _why = $"the board runs the same variant of {running.Version}, read from its flash";
                break;

            case RunningImage.NoRelease { Default: { } release }:
                await RequireDefaultAgreedAsync(
                    chosen, there,
                    $"the firmware on the board is no released build of {release.Version} for {Hardware()}: it may have been made for "
                        + "other shunts or limits").ConfigureAwait(false);
                break;

            case RunningImage.OneOf { Images: var alike }:
                await RequireDefaultAgreedAsync(
                    chosen, there,
                    $"the firmware on the board is one of {Words(alike)} of {alike[0].Version} for {Hardware()}, and its flash does not "
                        + "tell which").ConfigureAwait(false);
                break;

            case RunningImage.Unknown when there.Count > 1:
                string how = options.DryRun && session.Board.Capabilities.CodeSectors.Count > 0
                    ? "is only read in a real run"
                    : "cannot be read";
                session.Warn("variantUnknown",
                    $"which variant of its firmware the board runs {how}; {chosen.Version} has {Words(there)} for {Hardware()}, and "
                        + $"{chosen.VariantWord} is taken");
                break;
        }
    }

    // Nothing shows which variant replaces the running firmware, so the user decides.
    private async Task RequireDefaultAgreedAsync(CatalogEntry chosen, IReadOnlyList<CatalogEntry> there, string why)
    {
        if (!await session.Options.Confirm(JobQuestion.ReplaceOwnBuild,
            $"{Sentence(why)}. {chosen.Version} has {Words(there)}. Take {chosen.VariantWord}?").ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.NotReleased, $"{why}; {chosen.Version} has {Words(there)}");
        }
    }

    /// <summary>Provides the bytes of the target.</summary>
    public async Task<UpgradeImage> BringTargetAsync(CancellationToken cancellationToken) => Announce(
        _named ?? Accept(await options.Firmware.BringAsync(_entry!, _why, session.Options, cancellationToken).ConfigureAwait(false)));

    /// <summary>Finds the stepping stone. It is not fetched yet.</summary>
    /// <returns>False: there is none for this hardware.</returns>
    public bool TryFindSteppingStone()
    {
        try
        {
            _stone = Named(options.Firmware.Find(UpgradeRules.Stone, Hardware()));
            return true;
        }
        catch (ImageRejectedException e) when (e.Code == "imageUnknown")
        {
            return false;
        }
    }

    /// <summary>Provides the bytes of the intermediate firmware.</summary>
    public async Task<UpgradeImage> BringSteppingStoneAsync(CancellationToken cancellationToken) =>
        Announce(
            Accept(await options.Firmware.BringAsync(_stone!, UpgradeRules.ByStone.Says, session.Options,
                cancellationToken).ConfigureAwait(false)));

    /// <summary>Rejects an image that the options leave no way to store, before the board is changed.</summary>
    /// <exception cref="ImageRejectedException">The image does not fit uncompressed, and must not be compressed.</exception>
    public void RequireWayToStore()
    {
        if (options.Compress == ImageCompression.Never && !TargetFitsPlain)
        {
            throw new ImageRejectedException(
                "imageTooLong",
                $"the image does not fit into staging as it is (at most {FlashMap.MaxStagedLength} bytes do), and must not be packed");
        }
    }

    // The variant that the user named.
    private CatalogEntry Named(CatalogEntry chosen)
    {
        if (options.Variant is not { } variant || string.Equals(variant, FirmwareCatalog.DefaultWord, StringComparison.OrdinalIgnoreCase))
        {
            return chosen;
        }

        var there = options.Firmware.Catalogue?.VariantsFor(chosen.Version!, Hardware()) ?? [chosen];
        return there.FirstOrDefault(e => string.Equals(e.Variant, variant, StringComparison.OrdinalIgnoreCase))
            ?? throw NoVariant(chosen, there, $"the variant {variant} was asked for");
    }

    private JobStoppedException NoVariant(CatalogEntry chosen, IReadOnlyList<CatalogEntry> there, string why) =>
        new(FailureCode.VariantMissing, $"{why}, and {chosen.Version} has none of that name for {Hardware()}: there is {Words(there)}");

    private static string Words(IReadOnlyList<CatalogEntry> there) => string.Join(", ", there.Select(e => e.VariantWord));

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    private void TellOfTheName(string word)
    {
        if (options.Firmware.Catalogue is not { } catalogue)
        {
            return;
        }

        string hardware = Hardware();
        if (word == FirmwareResolver.Latest && catalogue.NewerThan(_entry!.Version!) is [_, ..] newer)
        {
            string hint = HardwareNames.Shipped.HintFor(hardware, catalogue) is { } similar ? $"; {similar}" : "";
            session.Warn("newerWithoutImage",
                $"{_entry.Version} is the last version that has an image for {hardware}; {string.Join(", ", newer.Reverse())} "
                    + $"{(newer.Count == 1 ? "is" : "are")} newer and {(newer.Count == 1 ? "has" : "have")} none under this name{hint}");
        }

        if (HardwareNames.Shipped.IsShared(hardware))
        {
            session.Warn("nameShared",
                $"several makers sell boards that call themselves {hardware}, and {_entry!.Id} was built for the one whose name it is: "
                    + "current sensors, limits and power stage of the others may differ");
        }
    }

    private UpgradeImage Announce(UpgradeImage image)
    {
        session.Report(new JobEvent.ImageChosen(image.Name, image.Why));
        return image;
    }

    private string Hardware() => options.ForceHardware ?? Board.Hardware ?? throw new ImageRejectedException(
        "imageHardware",
        $"this board does not report its hardware name (firmware {Board.Firmware}), so no image can be matched with it");

    private UpgradeImage Accept(ResolvedFirmware chosen)
    {
        RequireWhole(chosen);
        var recognition = chosen.Recognition;
        string? carried = recognition.Facts.FirstOrDefault(f => f.Name == ImageFact.Hardware)?.Value;
        bool fits = Board.Hardware is { } own && recognition.TieTo(own) is not null;
        if (!fits && !IsForced(recognition, carried))
        {
            throw Mismatch(chosen, carried);
        }

        if (!fits)
        {
            session.Warn("hardwareForced",
                $"{chosen.Image.Name} is not known to be for {Board.Hardware ?? "this board"}; {options.ForceHardware} was named, and "
                    + "that decides");
        }

        FirmwareVersion? version = FirmwareVersion.TryParse(recognition.Version?.Value, out var told) ? told : null;
        // The board will report the name in the image, even if its catalogue folder lists other names.
        return new UpgradeImage(chosen.Image, version, recognition.Image.Hardware ?? (fits ? Board.Hardware : carried), chosen.Why);
    }

    // The build makes every image as long as the application may be. A raw file does not define its end, so one of another length may be
    // incomplete; the other formats define it.
    private static void RequireWhole(ResolvedFirmware chosen)
    {
        var image = chosen.Image;
        if (image.Inspection.File.Format == ImageFormat.Raw && !image.HasReleaseLength && chosen.Recognition.Entries.Count == 0)
        {
            throw new ImageRejectedException(
                "imageTruncated",
                $"{image.Name} has {image.Content.Length} bytes, and a firmware has {FlashMap.MaxStagedLength} or "
                    + $"{FlashMap.MaxApplicationLength}: its end may be missing, and half a firmware would cost the board");
        }
    }

    // The given name must be one of the two that differ: that of the image or that of the board.
    private bool IsForced(ImageRecognition recognition, string? carried) => options.ForceHardware is { } forced
        && (recognition.TieTo(forced) is not null
            || (carried is null && (Board.Hardware is null || string.Equals(forced, Board.Hardware, StringComparison.OrdinalIgnoreCase))));

    private ImageRejectedException Mismatch(ResolvedFirmware chosen, string? carried) => new(
        "imageHardware",
        carried is null
            ? $"nothing in {chosen.Image.Name} names its hardware, and the wrong one can destroy the power stage of this "
                + $"{Board.Hardware}"
            : $"{chosen.Image.Name} is for {carried}, and this board is {Board.Hardware ?? "without a name"}: the wrong one can destroy "
                + "its power stage")
    {
        Id = chosen.Image.Name,
        Hardware = Board.Hardware,
        ImageHardware = carried,
    };
}
