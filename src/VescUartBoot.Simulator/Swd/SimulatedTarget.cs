using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Swd;

/// <summary>A board whose SWD pins are wired to those of another one, which is its probe.</summary>
public sealed record SimulatedTarget
{
    /// <summary>What BM_CONNECT tells of an STM32F405.</summary>
    public const short F405 = 1;

    /// <summary>The board at the other end of the wires.</summary>
    public required SimulatedBoardOptions Board { get; init; }

    /// <summary>What BM_CONNECT tells of its chip: 1 F40x, 2 to 8 nRF, 9 F30x, 10 L47x, 11 G43x, 12 G47x, 13 G49x, -2 an unknown one.
    /// Default 1.</summary>
    public short Chip { get; init; } = F405;

    /// <summary>Whether the application is half gone, as after a power cut in the bootloader: the rest is as it was. Default no.</summary>
    public bool IsBroken { get; init; }

    /// <summary>How flash behaves that is protected from reading. Default: it is not protected.</summary>
    public ReadProtection Protection { get; init; }

    /// <summary>Whether the helper's terminal knows <c>bm_flash_erase</c>. Default yes.</summary>
    public bool TerminalErases { get; init; } = true;

    /// <summary>Whether the wires are loose from the start. Default no.</summary>
    public bool IsLoose { get; init; }
}
