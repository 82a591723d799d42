namespace VescUartBoot.Settings;

/// <summary>What the host's connection to the board depends on.</summary>
internal enum SettingsLink
{
    /// <summary>USB: on no setting.</summary>
    Usb,

    /// <summary>A UART, Bluetooth behind it or none: on the application, its baud rate and the permanent UART.</summary>
    Uart,

    /// <summary>The CAN bus: on the id, the rate and the mode.</summary>
    Can,
}
