namespace VescUartBoot.Tracing;

/// <summary>Kind of a line of a trace.</summary>
internal enum TraceKind
{
    /// <summary><c>&gt;</c>: bytes to the board, a frame or the zeros of a flush.</summary>
    Sent,

    /// <summary><c>&lt;</c>: a whole frame from the board.</summary>
    Received,

    /// <summary><c>?</c>: bytes from the board outside a frame.</summary>
    Skipped,

    /// <summary><c>!</c>: something that happened to the link, in words.</summary>
    Note,

    /// <summary><c>#</c>: a line for the reader only.</summary>
    Comment,
}
