namespace VescUartBoot.Simulator.Boards;

/// <summary>What a simulated board is doing.</summary>
public enum BoardState
{
    /// <summary>It has no power.</summary>
    Off,

    /// <summary>The application starts; the ports are not there yet.</summary>
    Starting,

    /// <summary>The application runs and answers.</summary>
    Running,

    /// <summary>It hangs, until a watchdog bites or the power goes.</summary>
    Hung,

    /// <summary>The bootloader runs.</summary>
    Bootloader,

    /// <summary>What the application sectors hold does not run. Only a debug probe helps.</summary>
    Bricked,

    /// <summary>A debug probe has halted it.</summary>
    Halted,
}
