namespace VescUartBoot.Messages;

/// <summary>Describes payloads in the words of the protocol, for the comments in a trace.</summary>
internal static class CommandWords
{
    private const byte ForwardCan = (byte)Command.ForwardCan;

    /// <summary>The COMM_ name of the command; with version and hardware name for a reply to FW_VERSION, and with the target for a
    /// forwarded command.</summary>
    /// <param name="payload">The payload of a frame.</param>
    /// <param name="fromBoard">Whether the board sent it.</param>
    public static string Describe(ReadOnlySpan<byte> payload, bool fromBoard)
    {
        if (payload.IsEmpty)
        {
            return "";
        }

        if (fromBoard && FirmwareVersionReply.TryParse(payload, out var reply))
        {
            return $"FW_VERSION {reply.Major}.{reply.Minor:D2} {reply.HardwareName}".TrimEnd();
        }

        return !fromBoard && payload[0] == ForwardCan && payload.Length > 2
            ? $"FORWARD_CAN {payload[1]} {Describe(payload[2..], fromBoard)}"
            : Of(payload[0]);
    }

    /// <summary>The COMM_ name of a command without the prefix; <c>COMM 200</c> for an unknown one.</summary>
    public static string Of(byte command) => command switch
    {
        0 => "FW_VERSION",
        1 => "JUMP_TO_BOOTLOADER",
        2 => "ERASE_NEW_APP",
        3 => "WRITE_NEW_APP_DATA",
        4 => "GET_VALUES",
        13 => "SET_MCCONF",
        14 => "GET_MCCONF",
        15 => "GET_MCCONF_DEFAULT",
        16 => "SET_APPCONF",
        17 => "GET_APPCONF",
        18 => "GET_APPCONF_DEFAULT",
        19 => "SAMPLE_PRINT",
        20 => "TERMINAL_CMD",
        21 => "PRINT",
        22 => "ROTOR_POSITION",
        23 => "EXPERIMENT_SAMPLE",
        29 => "REBOOT",
        30 => "ALIVE",
        ForwardCan => "FORWARD_CAN",
        36 => "CUSTOM_APP_DATA",
        47 => "GET_VALUES_SETUP",
        50 => "GET_VALUES_SELECTIVE",
        51 => "GET_VALUES_SETUP_SELECTIVE",
        62 => "PING_CAN",
        64 => "TERMINAL_CMD_SYNC",
        65 => "GET_IMU_DATA",
        66 => "BM_CONNECT",
        67 => "BM_ERASE_FLASH_ALL",
        68 => "BM_WRITE_FLASH",
        69 => "BM_REBOOT",
        70 => "BM_DISCONNECT",
        71 => "BM_MAP_PINS_DEFAULT",
        73 => "ERASE_BOOTLOADER",
        75 => "PLOT_INIT",
        76 => "PLOT_DATA",
        77 => "PLOT_ADD_GRAPH",
        78 => "PLOT_SET_GRAPH",
        80 => "BM_MEM_READ",
        85 => "CAN_FWD_FRAME",
        92 => "GET_CUSTOM_CONFIG_XML",
        93 => "GET_CUSTOM_CONFIG",
        95 => "SET_CUSTOM_CONFIG",
        96 => "BMS_GET_VALUES",
        117 => "GET_QML_UI_HW",
        118 => "GET_QML_UI_APP",
        119 => "CUSTOM_HW_DATA",
        120 => "QMLUI_ERASE",
        121 => "QMLUI_WRITE",
        130 => "LISP_READ_CODE",
        131 => "LISP_WRITE_CODE",
        132 => "LISP_ERASE_CODE",
        133 => "LISP_SET_RUNNING",
        134 => "LISP_GET_STATS",
        135 => "LISP_PRINT",
        138 => "LISP_REPL_CMD",
        149 => "SET_APPCONF_NO_STORE",
        157 => "FW_INFO",
        _ => $"COMM {command}",
    };
}
