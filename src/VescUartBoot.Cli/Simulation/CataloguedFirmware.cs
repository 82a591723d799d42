using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Cli.Simulation;

/// <summary>Lets simulated boards run the released images of the catalogue, told by their hash: a real upgrade can be tried on
/// one.</summary>
internal static class CataloguedFirmware
{
    /// <summary>The same board, which knows released images of the versions that are simulated.</summary>
    public static SimulatedBoardOptions KnowingReleases(this SimulatedBoardOptions options) =>
        options with
        {
            KnownFirmware = image => Find(image, options.Hardware),
            Target = options.Target is { } target ? target with { Board = target.Board.KnowingReleases() } : null,
        };

    /// <summary>The name that a board tells which runs this image, whatever it was called before; the folder of an image may list
    /// others.</summary>
    internal static string? NameIn(ReadOnlyMemory<byte> image) => ImageInspection.Of(ImageFile.Parse("image", image)).Hardware;

    private static (string Version, string Hardware)? Find(ReadOnlyMemory<byte> image, string hardware)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(image.Span));
        var entry = ImageCatalog.Shipped.FindByHash(hash).Where(e => e.Kind == ImageKind.Firmware)
            .OrderByDescending(e => e.Serves(hardware)).FirstOrDefault();
        return entry is not null && FirmwareProfiles.All.Any(f => f is { IsFork: false, Test: 0 } && f.Name == entry.Version)
            ? (entry.Version!, NameIn(image) ?? (entry.Serves(hardware) ? hardware : entry.Hardware[0]))
            : null;
    }
}
