namespace VescUartBoot.Swd;

/// <summary>The chip of a target, from the reply to COMM_BM_CONNECT.</summary>
/// <param name="Code">The number in the reply.</param>
internal readonly record struct TargetChip(short Code)
{
    private const short F40x = 1;
    private const short Unknown = -2;

    /// <summary>No debug port answers at the wires.</summary>
    public bool IsSilent => Code is not Unknown and <= 0;

    /// <summary>The chip of a motor controller, whose flash is supported.</summary>
    public bool IsServed => Code == F40x;

    /// <summary>Name of the chip.</summary>
    public string Name => Code switch
    {
        F40x => "STM32F40x",
        >= 2 and <= 8 => "nRF5x (a radio)",
        9 => "STM32F30x",
        10 => "STM32L47x (a BMS)",
        11 => "STM32G43x (a custom module)",
        12 => "STM32G47x",
        13 => "STM32G49x",
        _ => "a chip that the helper does not know",
    };
}
