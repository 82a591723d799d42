namespace VescUartBoot.Chip;

/// <summary>What kind of device answered.</summary>
public enum BoardFamily
{
    /// <summary>A motor controller with an STM32F405: the only family served.</summary>
    Vesc,

    /// <summary>VESC BMS (STM32L4): another staging base and bootloader offset.</summary>
    Bms,

    /// <summary>A custom module, STM32G431 or alike.</summary>
    Module,

    /// <summary>VESC Express (ESP32): no such bootloader at all.</summary>
    Express,

    /// <summary>A hardware type that this version does not know.</summary>
    Unknown,
}
