using System.Runtime.InteropServices;
using static VescUartBoot.Links.Native.LinuxConstants;

namespace VescUartBoot.Links.Native;

/// <summary>What happened to a terminal.</summary>
[Flags]
internal enum TerminalEvents
{
    None = 0,
    Input = 1,
    Output = 2,
    HungUp = 4,
}

/// <summary>An open terminal, and the event that ends a wait for it. No call but <see cref="Wait"/> ever waits.</summary>
internal sealed unsafe class UnixTerminal
{
    private readonly int _terminal;
    private readonly int _wake;

    private UnixTerminal(int terminal, int wake)
    {
        _terminal = terminal;
        _wake = wake;
    }

    /// <summary>Opens a terminal exclusively, raw, and emptied. The result is <see langword="null"/> if <paramref name="error"/> is not 0.</summary>
    internal static UnixTerminal? Open(string path, bool pseudoTerminal, int baudRate, out int error)
    {
        int terminal;
        do
        {
            terminal = Libc.Open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
            error = terminal < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == EINTR);
        if (error != 0) return null;

        error = Prepare(terminal, pseudoTerminal, baudRate);
        int wake = error == 0 ? Libc.EventDescriptor(0, EFD_NONBLOCK | EFD_CLOEXEC) : -1;
        if (wake >= 0) return new UnixTerminal(terminal, wake);
        if (error == 0) error = Marshal.GetLastPInvokeError();
        _ = Libc.Close(terminal);
        return null;
    }

    /// <summary>Waits until one of <paramref name="wanted"/> is so or <see cref="Wake"/> was called. Nothing wanted: only for the latter.</summary>
    internal TerminalEvents Wait(TerminalEvents wanted)
    {
        PollDescriptor* descriptors = stackalloc PollDescriptor[2];
        short events = 0;
        if (wanted.HasFlag(TerminalEvents.Input)) events |= POLLIN;
        if (wanted.HasFlag(TerminalEvents.Output)) events |= POLLOUT;

        // A hang-up is reported whether asked for or not; who wants nothing must not be told again and again.
        descriptors[0] = new PollDescriptor { Descriptor = wanted == TerminalEvents.None ? -1 : _terminal, Events = events };
        descriptors[1] = new PollDescriptor { Descriptor = _wake, Events = POLLIN };
        if (Libc.Poll(descriptors, 2, -1) < 0)
            return Marshal.GetLastPInvokeError() == EINTR ? TerminalEvents.None : TerminalEvents.HungUp;

        if (descriptors[1].Returned != 0)
        {
            ulong ignored;
            _ = Libc.Read(_wake, (byte*)&ignored, sizeof(ulong));
        }

        TerminalEvents happened = TerminalEvents.None;
        short returned = descriptors[0].Returned;
        if ((returned & POLLIN) != 0) happened |= TerminalEvents.Input;
        if ((returned & POLLOUT) != 0) happened |= TerminalEvents.Output;
        if ((returned & (POLLHUP | POLLERR | POLLNVAL)) != 0) happened |= TerminalEvents.HungUp;
        return happened;
    }

    /// <summary>Ends a wait, now or the next one.</summary>
    internal void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Reads what is there. 0 with <paramref name="error"/> EAGAIN: nothing now; 0 with another, or none: the end.</summary>
    internal int Read(Span<byte> buffer, out int error)
    {
        fixed (byte* pointer = buffer) return Finish(Libc.Read(_terminal, pointer, (nuint)buffer.Length), out error);
    }

    /// <summary>Writes what the system takes. 0 with <paramref name="error"/> EAGAIN: nothing now; 0 with another: the end.</summary>
    internal int Write(ReadOnlySpan<byte> bytes, out int error)
    {
        fixed (byte* pointer = bytes) return Finish(Libc.Write(_terminal, pointer, (nuint)bytes.Length), out error);
    }

    /// <summary>Gives the port back. What was not sent is thrown away: the kernel would wait up to 30 s for a board that takes nothing.</summary>
    internal void Close()
    {
        LinuxTerminalControl.GiveBack(_terminal);
        LinuxTerminalControl.Flush(_terminal);
        _ = Libc.Close(_terminal);
        _ = Libc.Close(_wake);
    }

    private static int Prepare(int terminal, bool pseudoTerminal, int baudRate)
    {
        int error = LinuxTerminalControl.CheckIsTerminal(terminal);
        if (error == 0) error = LinuxTerminalControl.TakeExclusively(terminal, pseudoTerminal);
        if (error != 0) return error;
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
        if (error == EINTR) error = EAGAIN;
        return 0;
    }
}
