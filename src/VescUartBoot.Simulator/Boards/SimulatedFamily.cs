namespace VescUartBoot.Simulator.Boards;

/// <summary>Families of devices that use this protocol.</summary>
public enum SimulatedFamily
{
    /// <summary>A motor controller with an STM32F405: hardware type 0.</summary>
    Vesc,

    /// <summary>A battery management system: hardware type 1.</summary>
    Bms,

    /// <summary>A custom module with an STM32G431: hardware type 2.</summary>
    Module,

    /// <summary>A VESC Express with an ESP32: hardware type 2 and a UUID that ends in six zero bytes.</summary>
    Express,
}
