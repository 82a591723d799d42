namespace VescUartBoot.Simulator.Firmware;

/// <summary>Commands added in later versions. Commands not listed exist in every version.</summary>
[Flags]
public enum FirmwareCommands
{
    /// <summary>Only the commands of the oldest versions.</summary>
    None = 0,

    /// <summary>GET_VALUES_SELECTIVE (50), PING_CAN (62) and the ALL_CAN commands 59 to 61 (3.48).</summary>
    Selective = 1 << 0,

    /// <summary>TERMINAL_CMD_SYNC (64) (3.52).</summary>
    TerminalSync = 1 << 1,

    /// <summary>ERASE_BOOTLOADER (73) and its ALL_CAN form (74) (3.59).</summary>
    EraseBootloader = 1 << 2,

    /// <summary>The compressed writes 81 and 82 (3.63).</summary>
    Lzo = 1 << 3,

    /// <summary>The debug probe: BM_CONNECT to BM_DISCONNECT, 66 to 70 (3.54).</summary>
    Probe = 1 << 4,

    /// <summary>GET_QML_UI_HW (117), GET_QML_UI_APP (118), QMLUI_ERASE (120), QMLUI_WRITE (121), and the uptime of GET_VALUES_SETUP
    /// (5.03).</summary>
    Qml = 1 << 5,

    /// <summary>LISP_READ_CODE (130), LISP_WRITE_CODE (131), LISP_ERASE_CODE (132), SET_APPCONF_NO_STORE (149) (6.00).</summary>
    Lisp = 1 << 6,

    /// <summary>GET_CUSTOM_CONFIG_XML (92) and its companions (6.00).</summary>
    CustomConfig = 1 << 7,

    /// <summary>FW_INFO (157) (6.06).</summary>
    FirmwareInfo = 1 << 8,

    /// <summary>The probe's pins: 71 and 72 (3.59).</summary>
    ProbePins = 1 << 9,

    /// <summary>BM_MEM_READ (80) (3.61), and with <see cref="Lzo"/> the probe's compressed write 83 (3.63).</summary>
    ProbeRead = 1 << 10,

    /// <summary>BM_HALT_REQ (116) and BM_MEM_WRITE (125) (5.03).</summary>
    ProbeHalt = 1 << 11,

    /// <summary>The terminal's <c>uptime</c> (3.66).</summary>
    TerminalUptime = 1 << 12,
}
