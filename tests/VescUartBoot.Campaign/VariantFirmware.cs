using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Jobs;

namespace VescUartBoot.Campaign;

/// <summary>A catalogue of released images with variants, all of them for one name. One version lacks the variant.</summary>
internal sealed class VariantFirmware : IFirmwareSupply
{
    /// <summary>The version that has its default image only.</summary>
    public const string WithoutVariant = "6.06";

    private const string Plain = "VESC_default.bin";
    private const string Ohm = "VESC_0005ohm.bin";

    private static readonly string[] _versions = ["3.59", "4.02", "5.02", "5.03", "6.00", "6.05", WithoutVariant, "7.00"];
    private static readonly int[] _windows = [0x40, 0x2_0000];

    private static readonly FirmwareCatalogue _catalogue = new()
    {
        Source = new CatalogueSource("https://example.org", "CC0"),
        Sizes = _versions.ToDictionary(v => v, v => Variants.Image(v, VariantSetup.Default).Length),
        Versions = _versions.ToDictionary(
            v => v,
            v => (IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>)new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                [Variants.Hardware] = FilesOf(v).ToDictionary(f => f, f => Variants.HashOf(v, VariantOf(f))),
            }),
        Windows = FirmwareWindows.Shipped with
        {
            Versions = _versions.ToDictionary(
                v => v,
                v => (IReadOnlyDictionary<string, FolderWindows>)new Dictionary<string, FolderWindows>
                {
                    [Variants.Hardware] = new FolderWindows(_windows, FilesOf(v).ToDictionary(f => f, f => HashOfWindows(v, VariantOf(f)))),
                }),
        },
    };

    public FirmwareCatalogue? Catalogue => _catalogue;

    public CatalogueEntry Find(string version, string hardware) =>
        _catalogue.ChooseFor(version, hardware) ?? throw new ImageRejectedException("imageUnknown", $"{version} has no image for {hardware}", "name another");

    public Task<ChosenFirmware> BringAsync(CatalogueEntry entry, string why, JobSurroundings surroundings, CancellationToken cancellationToken)
    {
        var image = FirmwareImage.Parse(entry.Id, Variants.Image(entry.Version!, VariantOf(Path.GetFileName(entry.Path!))));
        ImageFact[] facts =
        [
            new(ImageFact.Version, entry.Version!, Certainty.Certain, "the catalogue"),
            new(ImageFact.Hardware, Variants.Hardware, Certainty.Certain, "the catalogue"),
        ];
        return Task.FromResult(new ChosenFirmware(image, new ImageRecognition(image.Inspection, [entry], facts, Certainty.Certain), why));
    }

    public Task<ChosenFirmware> BringAsync(NamedImage named, JobSurroundings surroundings, CancellationToken cancellationToken) =>
        throw new ImageRejectedException("imageUnknown", "no image is named in the campaign", "name a version");

    private static string[] FilesOf(string version) => version == WithoutVariant ? [Plain] : [Plain, Ohm];

    private static VariantSetup VariantOf(string file) => file == Plain ? VariantSetup.Default : VariantSetup.Ohm;

    private static string HashOfWindows(string version, VariantSetup variant)
    {
        byte[] image = Variants.Image(version, variant);
        return FirmwareWindows.HashOf([.. _windows.SelectMany(at => image.AsSpan(at, FirmwareWindows.Shipped.Length).ToArray())]);
    }
}
