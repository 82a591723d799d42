using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>Capabilities of a firmware, as far as its version shows them. For the fork of a vendor nothing is known: <see cref="IsKnown"/>
/// is false.</summary>
public sealed record Capabilities
{
    /// <summary>Whether the facts by version hold for this firmware.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>COMM_ERASE_BOOTLOADER, since 3.59.</summary>
    public required bool ErasesBootloader { get; init; }

    /// <summary>COMM_GET_VALUES_SELECTIVE, since 3.48.</summary>
    public required bool SelectiveValues { get; init; }

    /// <summary>Replies to writes repeat the offset.</summary>
    public required bool EchoesWriteOffset { get; init; }

    /// <summary>The receiver finds valid frames after corrupt ones, in a buffer of 520 bytes; since 3.48.</summary>
    public required bool Resynchronises { get; init; }

    /// <summary>COMM_FW_INFO, since 6.06.</summary>
    public required bool TellsRevisions { get; init; }

    /// <summary>
    /// A read of code that is not stored is answered with "nothing", since 6.00. Firmware 5.03 does not answer, and silence proves nothing.
    /// </summary>
    public required bool SaysNothingStored { get; init; }

    /// <summary>The code stores with a read command in this firmware, in the order to query them, each with its sector. Empty before
    /// 5.03.</summary>
    internal IReadOnlyList<CodeSector> CodeSectors { get; init; } = [];

    /// <summary>
    /// Erases and writes wait for the motor and are refused if it is not released in time; since 5.03. In earlier firmware a refusal is
    /// always
    /// a flash error. <see langword="null"/> if not known.
    /// </summary>
    public required bool? WaitsForMotor { get; init; }

    /// <summary>GET_VALUES_SETUP_SELECTIVE reports the uptime, since 5.03; a fork may report it too.</summary>
    internal bool TellsUptime { get; init; }

    /// <summary>Native packages store data in the bootloader sector, since 6.06.</summary>
    public required bool PackagesUseBootloaderSector { get; init; }

    /// <summary>
    /// The stores whose code is removed by an erase of staging while the firmware still considers it valid. Since 6.00; also on a fork
    /// whose
    /// FW_VERSION reply contains the CRC of the stored QML code, as that of 6.05 and later does.
    /// </summary>
    internal IReadOnlyList<CodeStore> CodeInStaging { get; init; } = [];

    /// <summary>The sector of the QML app; <see langword="null"/> if there is none.</summary>
    internal CodeSector? Qml => CodeSectors.FirstOrDefault(s => s.Store == CodeStore.Qml);

    /// <summary>Serialised configurations begin with the signature of their layout, since 3.50; on forks as well.</summary>
    internal static bool SignsConfigurations(FirmwareVersion firmware) => firmware.HasFeaturesOf(3, 50);

    /// <summary>Returns the capabilities of the firmware of <paramref name="identity"/>.</summary>
    public static Capabilities Of(BoardIdentity identity)
    {
        var firmware = identity.Firmware;
        bool known = identity.IsUpstream;
        bool Since(int major, int minor) => known && firmware.HasFeaturesOf(major, minor);

        return new Capabilities
        {
            IsKnown = known,
            ErasesBootloader = Since(3, 59),
            // Harmless to query on a fork: no answer means not supported.
            SelectiveValues = firmware.HasFeaturesOf(3, 48),
            EchoesWriteOffset = Since(WriteNewAppDataRequest.OffsetEchoedSince.Major, WriteNewAppDataRequest.OffsetEchoedSince.Minor),
            Resynchronises = Since(3, 48),
            TellsRevisions = Since(6, 6),
            SaysNothingStored = Since(6, 0),
            WaitsForMotor = known ? Since(5, 3) : null,
            TellsUptime = firmware.HasFeaturesOf(5, 3),
            PackagesUseBootloaderSector = Since(6, 6),
            CodeInStaging = Since(6, 0) || identity.Reply.HardwareConfigCrc is not null ? [CodeStore.Qml, CodeStore.Lisp] : [],
            CodeSectors = !known ? []
                : firmware.HasFeaturesOf(6, 0) ? [new(CodeStore.Lisp, FlashMap.Sector10), new(CodeStore.Qml, FlashMap.Sector9)]
                : firmware.HasFeaturesOf(5, 3) ? [new(CodeStore.Qml, FlashMap.Sector7)]
                : [],
        };
    }
}
