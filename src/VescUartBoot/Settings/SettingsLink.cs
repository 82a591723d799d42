namespace VescUartBoot.Settings;

/// <summary>The settings on which the connection of the host to the board depends.</summary>
internal enum SettingsLink
{
    /// <summary>USB: on no setting.</summary>
    Usb,

    /// <summary>A UART, with or without Bluetooth: depends on the application, its baud rate and the permanent UART.</summary>
    Uart,

    /// <summary>The CAN bus: on the id, the rate and the mode.</summary>
    Can,
}
