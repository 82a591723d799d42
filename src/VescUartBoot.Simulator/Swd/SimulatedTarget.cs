using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Swd;

/// <summary>A board whose SWD pins are wired to another board, its debug probe.</summary>
public sealed record SimulatedTarget
{
    /// <summary>Reply of BM_CONNECT for an STM32F405.</summary>
    public const short F405 = 1;

    /// <summary>The board at the target end of the wires.</summary>
    public required SimulatedBoardOptions Board { get; init; }

    /// <summary>Reply of BM_CONNECT for the target's chip: 1 F40x, 2 to 8 nRF, 9 F30x, 10 L47x, 11 G43x, 12 G47x, 13 G49x, -2 an unknown
    /// one. Default 1.</summary>
    public short Chip { get; init; } = F405;

    /// <summary>Whether half of the application is missing, as after a power cut in the bootloader. Default no.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Read protection of flash. Default: not protected.</summary>
    public ReadProtection Protection { get; init; }

    /// <summary>Whether the helper's terminal supports <c>bm_flash_erase</c>. Default yes.</summary>
    public bool TerminalErases { get; init; } = true;

    /// <summary>Whether the wires are loose from the start. Default no.</summary>
    public bool IsLoose { get; init; }
}
