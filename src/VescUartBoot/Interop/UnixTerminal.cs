using System.Runtime.InteropServices;
using static VescUartBoot.Interop.UnixConstants;

namespace VescUartBoot.Interop;

/// <summary>An open terminal on Linux: poll waits for it and for an event that ends the wait.</summary>
internal sealed unsafe class UnixTerminal : ITerminal
{
    private readonly int _terminal;
    private readonly int _wake;

    private UnixTerminal(int terminal, int wake)
    {
        _terminal = terminal;
        _wake = wake;
    }

    /// <summary>Opens a terminal exclusively, raw, and emptied. The result is <see langword="null"/> if <paramref name="error"/> is not
    /// 0.</summary>
    internal static UnixTerminal? Open(string path, bool pseudoTerminal, int baudRate, out int error)
    {
        int terminal;
        do
        {
            terminal = Libc.Open(path, LinuxTerminalControl.OpenFlags);
            error = terminal < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == EINTR);
        if (error != 0)
        {
            return null;
        }

        error = Prepare(terminal, pseudoTerminal, baudRate);
        int wake = -1;
        if (error == 0)
        {
            error = LinuxTerminalControl.OpenWake(out wake);
        }

        if (error == 0)
        {
            return new UnixTerminal(terminal, wake);
        }

        _ = Libc.Close(terminal);
        return null;
    }

    /// <inheritdoc/>
    public TerminalEvents Wait(TerminalEvents wanted)
    {
        var descriptors = stackalloc PollDescriptor[2];
        short events = 0;
        if (wanted.HasFlag(TerminalEvents.Input))
        {
            events |= POLLIN;
        }

        if (wanted.HasFlag(TerminalEvents.Output))
        {
            events |= POLLOUT;
        }

        // A hang-up is always reported; without wanted events it would end the wait again and again.
        descriptors[0] = new PollDescriptor { Descriptor = wanted == TerminalEvents.None ? -1 : _terminal, Events = events };
        descriptors[1] = new PollDescriptor { Descriptor = _wake, Events = POLLIN };
        if (Libc.Poll(descriptors, 2, -1) < 0)
        {
            return Marshal.GetLastPInvokeError() == EINTR ? TerminalEvents.None : TerminalEvents.HungUp;
        }

        if (descriptors[1].Returned != 0)
        {
            ulong ignored;
            _ = Libc.Read(_wake, (byte*)&ignored, sizeof(ulong));
        }

        var happened = TerminalEvents.None;
        short returned = descriptors[0].Returned;
        if ((returned & POLLIN) != 0)
        {
            happened |= TerminalEvents.Input;
        }

        if ((returned & POLLOUT) != 0)
        {
            happened |= TerminalEvents.Output;
        }

        if ((returned & (POLLHUP | POLLERR | POLLNVAL)) != 0)
        {
            happened |= TerminalEvents.HungUp;
        }

        return happened;
    }

    /// <inheritdoc/>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, out int error)
    {
        fixed (byte* pointer = buffer)
        {
            return Finish(Libc.Read(_terminal, pointer, (nuint)buffer.Length), out error);
        }
    }

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> bytes, out int error)
    {
        fixed (byte* pointer = bytes)
        {
            return Finish(Libc.Write(_terminal, pointer, (nuint)bytes.Length), out error);
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        // Flushed first: the kernel would wait up to 30 s for a board that accepts no data.
        LinuxTerminalControl.GiveBack(_terminal);
        LinuxTerminalControl.Flush(_terminal);
        _ = Libc.Close(_terminal);
        _ = Libc.Close(_wake);
    }

    private static int Prepare(int terminal, bool pseudoTerminal, int baudRate)
    {
        int error = LinuxTerminalControl.CheckIsTerminal(terminal);
        if (error == 0)
        {
            error = LinuxTerminalControl.TakeExclusively(terminal, pseudoTerminal);
        }

        if (error != 0)
        {
            return error;
        }

        error = LinuxTerminalControl.SetRaw(terminal, baudRate);
        if (error == 0)
        {
            LinuxTerminalControl.RaiseModemLines(terminal);
            LinuxTerminalControl.AskForLowLatency(terminal);
            LinuxTerminalControl.Flush(terminal);
        }
        else
        {
            LinuxTerminalControl.GiveBack(terminal);
        }

        return error;
    }

    private static int Finish(nint result, out int error)
    {
        if (result >= 0)
        {
            error = 0;
            return (int)result;
        }

        error = Marshal.GetLastPInvokeError();
        if (error is EINTR or LinuxConstants.EAGAIN)
        {
            error = ITerminal.TryLater;
        }

        return 0;
    }
}
