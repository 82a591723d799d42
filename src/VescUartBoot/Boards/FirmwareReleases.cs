using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>The table of upstream versions. A version that is not in it and does not look like a newer one is a fork of a vendor.</summary>
internal static class FirmwareReleases
{
    // Up to 3.66 every minor number exists; from 4.00 on the releases are listed one by one.
    // Source: the tags of the firmware repository and the folders of the public archive of images.
    private static readonly (byte Major, byte First, byte Last)[] _releases =
    [
        (1, 1, 18), (2, 0, 18), (3, 0, 40), (3, 48, 66), (4, 0, 2), (5, 0, 3), (6, 0, 0), (6, 2, 2), (6, 5, 6), (7, 0, 0),
    ];

    /// <summary>
    /// Whether this is a release of the table, or major version 6 and later with the complete reply: a release newer than the table is
    /// treated
    /// as the newest known one, with the same checks. Anything else is a fork, for which no fact by version holds.
    /// </summary>
    public static bool IsUpstream(FirmwareVersionReply reply) =>
        Array.Exists(_releases,
            r => r.Major == reply.Major && reply.Minor >= r.First && reply.Minor <= r.Last && HasShapeOfItsVersion(reply))
        || (reply.Major >= 6 && HasFullReply(reply));

    // A fork may use an upstream version number but answer in the format of the version it was made from.
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
