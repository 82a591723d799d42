namespace VescUartBoot.Links;

/// <summary>Kind of a link. It determines the number of requests in flight.</summary>
public enum LinkKind
{
    /// <summary>A UART, a bridge or an unknown link: one request at a time until the link is proved fast.</summary>
    Unknown,

    /// <summary>USB 0483:5740 according to the operating system, the USB port of the VESC itself: up to three requests in flight.</summary>
    VescUsb,

    /// <summary>A simulated board inside this process, without data of an earlier host.</summary>
    InProcess,
}
