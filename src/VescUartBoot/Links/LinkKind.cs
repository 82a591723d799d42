namespace VescUartBoot.Links;

/// <summary>What is known of the way to a board. It decides how many requests may be under way.</summary>
public enum LinkKind
{
    /// <summary>A UART, a bridge or something unknown: one request at a time until it has proved itself.</summary>
    Unknown,

    /// <summary>The system says that this is USB 0483:5740, the VESC's own USB: two or three requests may be under way.</summary>
    VescUsb,

    /// <summary>A simulated board inside this process: nothing that another host left behind.</summary>
    InProcess,
}
