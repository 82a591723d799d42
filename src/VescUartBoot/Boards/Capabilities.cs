using VescUartBoot.Chip;
using VescUartBoot.Messages;

namespace VescUartBoot.Boards;

/// <summary>What a firmware can do, as far as its version tells. On a vendor's fork nothing is known: <see cref="IsKnown"/> is
/// false.</summary>
public sealed record Capabilities
{
    /// <summary>Whether the facts by version hold for this firmware.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>COMM_ERASE_BOOTLOADER, since 3.59.</summary>
    public required bool ErasesBootloader { get; init; }

    /// <summary>COMM_GET_VALUES_SELECTIVE, since 3.48.</summary>
    public required bool SelectiveValues { get; init; }

    /// <summary>Writes repeat their offset in the answer.</summary>
    public required bool EchoesWriteOffset { get; init; }

    /// <summary>Receives in a way that finds good frames behind bad ones, in a buffer of 520 bytes; since 3.48.</summary>
    public required bool Resynchronises { get; init; }

    /// <summary>COMM_FW_INFO, since 6.06.</summary>
    public required bool TellsRevisions { get; init; }

    /// <summary>
    /// Answers a question for code that is not stored with "nothing", since 6.00; on 5.03 it is silent, and silence is no answer.
    /// </summary>
    public required bool SaysNothingStored { get; init; }

    /// <summary>The stores whose read commands this firmware knows, in the order to ask them, with the sector of each. Empty below
    /// 5.03.</summary>
    internal IReadOnlyList<CodeSector> CodeSectors { get; init; } = [];

    /// <summary>
    /// Erases and writes wait for the motor and are refused where it is not released in time, since 5.03. Before, a refusal is always an
    /// error of flash. <see langword="null"/>: not known.
    /// </summary>
    public required bool? WaitsForMotor { get; init; }

    /// <summary>GET_VALUES_SETUP_SELECTIVE has the uptime, since 5.03; a fork may answer.</summary>
    internal bool TellsUptime { get; init; }

    /// <summary>Native packages keep their data in the bootloader's sector, since 6.06.</summary>
    public required bool PackagesUseBootloaderSector { get; init; }

    /// <summary>
    /// The stores whose code an erase of staging takes while the firmware still remembers it as valid. Since 6.00; also on a fork whose
    /// answer to FW_VERSION holds the CRC of the stored QML code, as that of 6.05 and later does.
    /// </summary>
    internal IReadOnlyList<CodeStore> CodeInStaging { get; init; } = [];

    /// <summary>The sector of the QML app, or <see langword="null"/> where there is none.</summary>
    internal CodeSector? Qml => CodeSectors.FirstOrDefault(s => s.Store == CodeStore.Qml);

    /// <summary>Serialised configurations begin with the signature of their layout, since 3.50; of a fork as well.</summary>
    internal static bool SignsConfigurations(FirmwareVersion firmware) => firmware.HasFeaturesOf(3, 50);

    /// <summary>What is known of the firmware of <paramref name="identity"/>.</summary>
    public static Capabilities Of(BoardIdentity identity)
    {
        var firmware = identity.Firmware;
        bool known = identity.IsUpstream;
        bool Since(int major, int minor) => known && firmware.HasFeaturesOf(major, minor);

        return new Capabilities
        {
            IsKnown = known,
            ErasesBootloader = Since(3, 59),
            // Asking a fork for it is harmless: no answer means no.
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
