using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Refuses the images for simulated boards on any other board.</summary>
internal static class SimulatedOnlyImage
{
    /// <summary>Refuses such an image by the kind of the link, before anything is sent.</summary>
    /// <param name="session">The job.</param>
    /// <param name="name">Name of the image.</param>
    /// <param name="known">The catalogue image that it is, if any.</param>
    /// <param name="mayProve">Whether the flash of the board may be read for proof.</param>
    /// <returns>Whether the link leaves it open, so that <see cref="RequireProofAsync"/> decides.</returns>
    public static bool RequireLink(JobRun session, string name, CatalogBootloader? known, bool mayProve)
    {
        if (known is not { SimulatedOnly: true } || session.Board.LinkKind == LinkKind.InProcess)
        {
            return false;
        }

        return mayProve && session.Board.LinkKind != LinkKind.VescUsb ? true : throw Rejected(name, "");
    }

    /// <summary>Requires the mark of simulated firmware in flash: a simulated board in another process looks like a real one on a
    /// UART.</summary>
    public static async Task RequireProofAsync(JobRun session, string name, CancellationToken cancellationToken)
    {
        var mark = FirmwareFingerprints.Shipped.Simulated;
        byte[] found = new byte[mark.Text.Length];
        if (session.Path is { } path)
        {
            await path.ReadAsync(FlashMap.Vectors.Start.Plus(mark.At), found, progress: null, cancellationToken).ConfigureAwait(false);
        }

        if (!FirmwareFingerprints.Shipped.IsSimulated(mark.At, found))
        {
            throw Rejected(name, ", and nothing in the flash of this board shows that it is one");
        }
    }

    private static JobStoppedException Rejected(string name, string why) => new(
        FailureCode.ImageRejected, $"{name} is the demo image for simulated boards{why}; on a real one it would do nothing");
}
