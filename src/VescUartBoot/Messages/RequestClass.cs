namespace VescUartBoot.Messages;

/// <summary>How a request is retried. <c>RetryOptions</c> has the figures of each class.</summary>
internal enum RequestClass
{
    /// <summary>Small requests that the thread of the link answers at once.</summary>
    Identify,

    /// <summary>Reads of stored code and flash. Replies come in order, so a lost one is noticed early.</summary>
    Read,

    /// <summary>Writes to flash. The board may first wait for its motors.</summary>
    Write,

    /// <summary>Erases of a flash sector. Sent once: the result is read, never assumed.</summary>
    Erase,

    /// <summary>A scan of the CAN bus, which takes the board some seconds.</summary>
    Scan,

    /// <summary>Requests that the blocking thread of the board answers, such as those to a board at its SWD pins. A busy thread drops them
    /// without an answer, and their replies have no order relative to those of other threads.</summary>
    Probe,
}
