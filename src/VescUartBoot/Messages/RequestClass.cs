namespace VescUartBoot.Messages;

/// <summary>How a request is retried. The figures of each class are in <c>RetryOptions</c>.</summary>
internal enum RequestClass
{
    /// <summary>Small questions answered at once by the thread of the link itself.</summary>
    Identify,

    /// <summary>Reads of stored code and flash. A question that came after is answered after: silence is known early.</summary>
    Read,

    /// <summary>Writes to flash. The board may first wait for its motors.</summary>
    Write,

    /// <summary>Erases of a flash sector. Sent once: what became of it is read, never guessed.</summary>
    Erase,

    /// <summary>A scan of the CAN bus, which takes the board some seconds.</summary>
    Scan,

    /// <summary>Requests that the board's blocking thread answers, such as those to a board behind its SWD pins. A busy thread drops them
    /// silently, and their answers keep no order with those of other threads.</summary>
    Probe,
}
