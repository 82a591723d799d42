using System.Security.Cryptography;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Hosting.Simulation;

/// <summary>Lets simulated boards run released images of the catalogue, recognised by hash, so that a real upgrade can be tried.</summary>
internal static class CataloguedFirmware
{
    /// <summary>Returns the same board, and those on its bus and SWD pins, knowing the released images of the simulated versions.</summary>
    public static SimulatedBoardOptions KnowingReleases(this SimulatedBoardOptions options) =>
        options with
        {
            KnownFirmware = image => Find(image, options.Hardware),
            CanBoards = [.. options.CanBoards.Select(KnowingReleases)],
            Target = options.Target is { } target ? target with { Board = target.Board.KnowingReleases() } : null,
        };

    /// <summary>Returns the hardware name that a board reports with this image, whatever its previous name; the folder of an image may list
    /// other names.</summary>
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
