using VescUartBoot.Boards;
using VescUartBoot.Messages;

namespace VescUartBoot.Settings;

/// <summary>CAN bus settings of an app configuration.</summary>
/// <param name="Rate">The baud rate, by its label.</param>
/// <param name="IsUavcan">Whether the board uses only UAVCAN: it neither sees other VESCs nor is seen by them.</param>
/// <param name="SendsStatus">Whether it sends the status frames by which other boards recognise it.</param>
internal sealed record BusSettings(string? Rate, bool IsUavcan, bool SendsStatus)
{
    /// <summary>The setting of the baud rate.</summary>
    public const string RateName = "can_baud_rate";

    /// <summary>The baud rate without settings.</summary>
    public const string FactoryRate = "CAN_BAUD_500K";

    private const string Mode = "can_mode";
    private const string ModeBefore4 = "uavcan_enable";
    private const string Uavcan = "UAVCAN";
    private const string StatusBefore6 = "send_can_status";

    private static readonly string[] _statuses = ["can_status_msgs_r1", "can_status_msgs_r2"];

    /// <summary>Whether other boards are probably on the bus: a single board needs neither setting.</summary>
    public bool TellsOfOthers => SendsStatus || Rate is not (null or FactoryRate);

    /// <summary>Reads them; <see langword="null"/>: the layout is not known.</summary>
    public static BusSettings? Of(SerialisedConfiguration configuration) => BoardSettings.TryDecode(configuration) is { } settings
        ? new BusSettings(
            settings.Find(RateName)?.Label,
            settings.Find(Mode)?.Label == Uavcan || settings.Find(ModeBefore4) is { Raw: not 0 },
            settings.Find(StatusBefore6) is { Raw: not 0 } || Array.Exists(_statuses, name => settings.Find(name) is { Raw: not 0 }))
        : null;

    /// <summary>Reads the settings of a board; <see langword="null"/> if it does not answer, or the layout is not known.</summary>
    public static async Task<BusSettings?> ReadAsync(Board board, CancellationToken cancellationToken)
    {
        try
        {
            return Of(await board.SendAsync(
                new GetConfigurationRequest(ConfigurationKind.App)
                {
                    Unsigned = !Capabilities.SignsConfigurations(board.Identity.Firmware),
                },
                cancellationToken).ConfigureAwait(false));
        }
        catch (ReplyTimeoutException)
        {
            return null;
        }
    }
}
