namespace VescUartBoot.Messages;

/// <summary>The first byte of a payload: COMM_PACKET_ID of the VESC protocol, as far as this library uses it.</summary>
internal enum Command : byte
{
    /// <summary>COMM_FW_VERSION.</summary>
    FirmwareVersion = 0,

    /// <summary>COMM_JUMP_TO_BOOTLOADER.</summary>
    JumpToBootloader = 1,

    /// <summary>COMM_ERASE_NEW_APP.</summary>
    EraseNewApp = 2,

    /// <summary>COMM_WRITE_NEW_APP_DATA.</summary>
    WriteNewAppData = 3,

    /// <summary>COMM_GET_VALUES.</summary>
    GetValues = 4,

    /// <summary>COMM_SET_MCCONF.</summary>
    SetMotorConfiguration = 13,

    /// <summary>COMM_GET_MCCONF.</summary>
    GetMotorConfiguration = 14,

    /// <summary>COMM_GET_MCCONF_DEFAULT.</summary>
    GetMotorConfigurationDefault = 15,

    /// <summary>COMM_SET_APPCONF.</summary>
    SetAppConfiguration = 16,

    /// <summary>COMM_GET_APPCONF.</summary>
    GetAppConfiguration = 17,

    /// <summary>COMM_GET_APPCONF_DEFAULT.</summary>
    GetAppConfigurationDefault = 18,

    /// <summary>COMM_TERMINAL_CMD.</summary>
    TerminalCommand = 20,

    /// <summary>COMM_PRINT: the answer to COMM_TERMINAL_CMD, and all other output of the firmware.</summary>
    Print = 21,

    /// <summary>COMM_REBOOT.</summary>
    Reboot = 29,

    /// <summary>COMM_ALIVE.</summary>
    Alive = 30,

    /// <summary>COMM_FORWARD_CAN.</summary>
    ForwardCan = 34,

    /// <summary>COMM_GET_VALUES_SELECTIVE, firmware 3.48 and later.</summary>
    GetValuesSelective = 50,

    /// <summary>COMM_GET_VALUES_SETUP_SELECTIVE, firmware 3.48 and later; its uptime since 5.03.</summary>
    GetValuesSetupSelective = 51,

    /// <summary>COMM_PING_CAN, firmware 3.48 and later.</summary>
    PingCan = 62,

    /// <summary>COMM_BM_CONNECT, firmware 3.54 and later.</summary>
    ConnectTarget = 66,

    /// <summary>COMM_BM_ERASE_FLASH_ALL, firmware 3.54 and later.</summary>
    EraseTarget = 67,

    /// <summary>COMM_BM_WRITE_FLASH, firmware 3.54 and later.</summary>
    WriteTarget = 68,

    /// <summary>COMM_BM_REBOOT, firmware 3.54 and later.</summary>
    RestartTarget = 69,

    /// <summary>COMM_BM_DISCONNECT, firmware 3.54 and later.</summary>
    ReleaseTarget = 70,

    /// <summary>COMM_BM_MAP_PINS_DEFAULT, firmware 3.59 and later.</summary>
    MapSwdPins = 71,

    /// <summary>COMM_GET_CUSTOM_CONFIG_XML, firmware 6.00 and later.</summary>
    GetCustomConfigurationXml = 92,

    /// <summary>COMM_GET_CUSTOM_CONFIG, firmware 6.00 and later.</summary>
    GetCustomConfiguration = 93,

    /// <summary>COMM_SET_CUSTOM_CONFIG, firmware 6.00 and later.</summary>
    SetCustomConfiguration = 95,

    /// <summary>COMM_ERASE_BOOTLOADER, firmware 3.59 and later.</summary>
    EraseBootloader = 73,

    /// <summary>COMM_BM_MEM_READ, firmware 3.61 and later.</summary>
    ReadTarget = 80,

    /// <summary>COMM_GET_QML_UI_APP, firmware 5.03 and later.</summary>
    GetQmlUiApp = 118,

    /// <summary>COMM_QMLUI_ERASE, firmware 5.03 and later.</summary>
    QmlUiErase = 120,

    /// <summary>COMM_QMLUI_WRITE, firmware 5.03 and later.</summary>
    QmlUiWrite = 121,

    /// <summary>COMM_LISP_READ_CODE, firmware 6.00 and later.</summary>
    LispReadCode = 130,

    /// <summary>COMM_LISP_WRITE_CODE, firmware 6.00 and later.</summary>
    LispWriteCode = 131,

    /// <summary>COMM_LISP_ERASE_CODE, firmware 6.00 and later.</summary>
    LispEraseCode = 132,

    /// <summary>COMM_SET_APPCONF_NO_STORE, firmware 6.00 and later.</summary>
    SetAppConfigurationNoStore = 149,

    /// <summary>COMM_FW_INFO, firmware 6.06 and later.</summary>
    FirmwareInfo = 157,
}
