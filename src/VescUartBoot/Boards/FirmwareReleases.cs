using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>The table of upstream versions. What is not in it, and does not look like a newer one, is a vendor's fork.</summary>
internal static class FirmwareReleases
{
    // Up to 3.66 the minor number simply counted on; from 4.00 the releases stand one by one.
    // Source: the tags of the firmware repository and the folders of the public archive of images.
    private static readonly (byte Major, byte First, byte Last)[] _releases =
    [
        (1, 1, 18), (2, 0, 18), (3, 0, 40), (3, 48, 66), (4, 0, 2), (5, 0, 3), (6, 0, 0), (6, 2, 2), (6, 5, 6), (7, 0, 0),
    ];

    /// <summary>
    /// A release of the table, or major 6 and later with the full reply: newer than the table counts as the newest known, behind
    /// the same checks. Everything else is a fork, for which no rule by version holds.
    /// </summary>
    public static bool IsUpstream(FirmwareVersionReply reply) =>
        Array.Exists(_releases,
            r => r.Major == reply.Major && reply.Minor >= r.First && reply.Minor <= r.Last && HasShapeOfItsVersion(reply))
        || (reply.Major >= 6 && HasFullReply(reply));

    // A fork may call itself by an upstream number and still answer in the shape of the version that it was made from.
    private static bool HasShapeOfItsVersion(FirmwareVersionReply reply) => (reply.Major, reply.Minor) switch
    {
        ( >= 6, _) => HasFullReply(reply),
        (5, >= 3) => reply.QmlApp is not null || reply.TestVersion is > 0,
        (5, >= 1) => reply.TestVersion is not null,
        (4, _) or (3, >= 48) => reply.PairingDone is not null,
        _ => true,
    };

    private static bool HasFullReply(FirmwareVersionReply reply) =>
        reply.FirmwareName is not null
        && (reply.HardwareConfigCrc is not null || (reply.Major, reply.Minor).CompareTo((6, 5)) < 0 || reply.TestVersion is > 0);
}
