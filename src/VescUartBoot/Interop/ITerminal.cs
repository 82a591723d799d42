namespace VescUartBoot.Interop;

/// <summary>An open terminal of the operating system, and the event that ends a wait for it. Only <see cref="Wait"/> blocks.</summary>
internal interface ITerminal
{
    /// <summary>Replaces an error number of the system: there was nothing to read, or no room to write.</summary>
    internal const int TryLater = -1;

    /// <summary>Waits until one of <paramref name="wanted"/> occurs or <see cref="Wake"/> is called; without wanted events only for the
    /// latter.</summary>
    TerminalEvents Wait(TerminalEvents wanted);

    /// <summary>Ends the current or the next wait.</summary>
    void Wake();

    /// <summary>Reads available bytes. 0 with <paramref name="error"/> <see cref="TryLater"/>: none at the moment; 0 with another error, or
    /// none: the end.</summary>
    int Read(Span<byte> buffer, out int error);

    /// <summary>Writes as many bytes as the system accepts. 0 with <paramref name="error"/> <see cref="TryLater"/>: none at the moment; 0
    /// with another error: the end.</summary>
    int Write(ReadOnlySpan<byte> bytes, out int error);

    /// <summary>Closes the port. Unsent bytes are discarded: the system may wait for minutes for a board that accepts nothing.</summary>
    void Close();
}
