namespace VescUartBoot.Simulator.Boards;

/// <summary>State of a simulated board.</summary>
public enum BoardState
{
    /// <summary>The board has no power.</summary>
    Off,

    /// <summary>The application is starting; its ports are not available yet.</summary>
    Starting,

    /// <summary>The application runs and replies.</summary>
    Running,

    /// <summary>The processor hangs until a watchdog reset or a power loss.</summary>
    Hung,

    /// <summary>The bootloader runs.</summary>
    Bootloader,

    /// <summary>The application sectors contain no working firmware. Only a debug probe can repair the board.</summary>
    Bricked,

    /// <summary>A debug probe has halted the processor.</summary>
    Halted,
}
