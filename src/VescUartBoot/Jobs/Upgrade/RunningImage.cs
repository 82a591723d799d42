using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>The released image that a board runs, as far as its flash shows.</summary>
internal abstract record RunningImage
{
    private RunningImage()
    {
    }

    /// <summary>Determines it from a few windows of flash, without any change.</summary>
    public static async Task<RunningImage> FindAsync(JobRun session, FirmwareCatalog catalogue, CancellationToken cancellationToken)
    {
        var board = session.Board.Identity;
        var released = board.Hardware is { } hardware ? catalogue.VariantsFor(VersionOf(board), hardware) : [];
        if (session.Path is not { } path || released.Count == 0 || catalogue.Windows.Of(released[0]) is not { } windows)
        {
            return new Unknown();
        }

        int length = catalogue.Windows.Length;
        byte[] content = new byte[windows.At.Count * length];
        for (int i = 0; i < windows.At.Count; i++)
        {
            var window = content.AsMemory(i * length, length);
            await path.ReadAsync(FlashMap.Vectors.Start.Plus(windows.At[i]), window, progress: null,
                cancellationToken).ConfigureAwait(false);
            if (catalogue.Windows.IsSimulated(windows.At[i], window.Span))
            {
                return new Simulated();
            }
        }

        string hash = FirmwareFingerprints.HashOf(content);
        return released.Where(r => windows.Files.GetValueOrDefault(Path.GetFileName(r.Path!)) == hash).ToList() switch
        {
            [] => new NoRelease(released[0]),
            [var running] => new Released(running),
            var alike => new OneOf(alike),
        };
    }

    private static string VersionOf(BoardIdentity board) => $"{board.Firmware.Major}.{board.Firmware.Minor:D2}";

    /// <summary>Exactly this image.</summary>
    public sealed record Released(CatalogEntry Image) : RunningImage;

    /// <summary>One of these images, whose windows are equal.</summary>
    public sealed record OneOf(IReadOnlyList<CatalogEntry> Images) : RunningImage;

    /// <summary>No released variant of the version for this hardware.</summary>
    public sealed record NoRelease(CatalogEntry Default) : RunningImage;

    /// <summary>The firmware of a simulated board, which has no variants.</summary>
    public sealed record Simulated : RunningImage;

    /// <summary>Flash cannot be read, or the catalogue has no image of this version and hardware.</summary>
    public sealed record Unknown : RunningImage;
}
