namespace VescUartBoot.Interop;

/// <summary>An open terminal of some system, and the event that ends a wait for it. No call but <see cref="Wait"/> ever waits.</summary>
internal interface ITerminal
{
    /// <summary>In place of a system's error number: nothing was there to be read, or there was no room to write.</summary>
    internal const int TryLater = -1;

    /// <summary>Waits until one of <paramref name="wanted"/> is so or <see cref="Wake"/> was called. Nothing wanted: only for the
    /// latter.</summary>
    TerminalEvents Wait(TerminalEvents wanted);

    /// <summary>Ends a wait, now or the next one.</summary>
    void Wake();

    /// <summary>Reads what is there. 0 with <paramref name="error"/> <see cref="TryLater"/>: nothing now; 0 with another, or none: the
    /// end.</summary>
    int Read(Span<byte> buffer, out int error);

    /// <summary>Hands over what the system takes. 0 with <paramref name="error"/> <see cref="TryLater"/>: nothing now; 0 with another: the
    /// end.</summary>
    int Write(ReadOnlySpan<byte> bytes, out int error);

    /// <summary>Gives the port back. What was not sent is thrown away: a system may wait for minutes for a board that takes
    /// nothing.</summary>
    void Close();
}
