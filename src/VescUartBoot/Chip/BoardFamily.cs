namespace VescUartBoot.Chip;

/// <summary>Family of a device.</summary>
public enum BoardFamily
{
    /// <summary>A motor controller with an STM32F405: the only supported family.</summary>
    Vesc,

    /// <summary>VESC BMS (STM32L4), with another staging address and bootloader offset.</summary>
    Bms,

    /// <summary>A custom module with an STM32G431 or similar.</summary>
    Module,

    /// <summary>VESC Express (ESP32), which has no such bootloader.</summary>
    Express,

    /// <summary>A hardware type unknown to this version.</summary>
    Unknown,
}
