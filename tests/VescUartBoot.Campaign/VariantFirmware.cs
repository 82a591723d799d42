using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;

namespace VescUartBoot.Campaign;

/// <summary>A catalogue of released images with variants, all of them for one name. One version lacks the variant.</summary>
internal sealed class VariantFirmware : IFirmwareProvider
{
    /// <summary>The version that has its default image only.</summary>
    public const string WithoutVariant = "6.06";

    private const string Plain = "VESC_default.bin";
    private const string Ohm = "VESC_0005ohm.bin";

    private static readonly string[] _versions = ["3.59", "4.02", "5.02", "5.03", "6.00", "6.05", WithoutVariant, "7.00"];
    private static readonly int[] _windows = [0x40, 0x2_0000];

    private static readonly FirmwareCatalog _catalogue = new()
    {
        Source = new CatalogSource("https://example.org", "CC0"),
        Sizes = _versions.ToDictionary(v => v, v => Variants.Image(v, VariantSetup.Default).Length),
        Versions = _versions.ToDictionary(
            v => v,
            v =>
                (IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>)new Dictionary<string,
                    IReadOnlyDictionary<string, string>>
                {
                    [Variants.Hardware] = FilesOf(v).ToDictionary(f => f, f => Variants.HashOf(v, VariantOf(f))),
                }),
        Windows = FirmwareFingerprints.Shipped with
        {
            Versions = _versions.ToDictionary(
                v => v,
                v => (IReadOnlyDictionary<string, HardwareFingerprints>)new Dictionary<string, HardwareFingerprints>
                {
                    [Variants.Hardware] = new HardwareFingerprints(_windows,
                        FilesOf(v).ToDictionary(f => f, f => HashOfWindows(v, VariantOf(f)))),
                }),
        },
    };

    public FirmwareCatalog? Catalogue => _catalogue;

    public CatalogEntry Find(string version, string hardware) =>
        _catalogue.ChooseFor(version, hardware)
            ?? throw new ImageRejectedException("imageUnknown", $"{version} has no image for {hardware}");

    public Task<ResolvedFirmware> BringAsync(CatalogEntry entry, string why, JobOptions setting, CancellationToken cancellationToken)
    {
        var image = FirmwareImage.Parse(entry.Id, Variants.Image(entry.Version!, VariantOf(Path.GetFileName(entry.Path!))));
        ImageFact[] facts =
        [
            new(ImageFact.Version, entry.Version!, Confidence.Certain, "the catalogue"),
            new(ImageFact.Hardware, Variants.Hardware, Confidence.Certain, "the catalogue"),
        ];
        return Task.FromResult(new ResolvedFirmware(image, new ImageRecognition(image.Inspection, [entry], facts, Confidence.Certain),
            why));
    }

    public Task<ResolvedFirmware> BringAsync(ImageReference named, JobOptions setting, CancellationToken cancellationToken) =>
        throw new ImageRejectedException("imageUnknown", "no image is named in the campaign");

    private static string[] FilesOf(string version) => version == WithoutVariant ? [Plain] : [Plain, Ohm];

    private static VariantSetup VariantOf(string file) => file == Plain ? VariantSetup.Default : VariantSetup.Ohm;

    private static string HashOfWindows(string version, VariantSetup variant)
    {
        byte[] image = Variants.Image(version, variant);
        return FirmwareFingerprints.HashOf([.. _windows.SelectMany(at => image.AsSpan(at, FirmwareFingerprints.Shipped.Length).ToArray())]);
    }
}
