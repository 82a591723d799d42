using System.Runtime.InteropServices;
using static VescUartBoot.Links.Native.UnixConstants;

namespace VescUartBoot.Links.Native;

/// <summary>An open terminal on Linux or macOS: poll waits for it and for a descriptor that ends the wait.</summary>
internal sealed unsafe class UnixTerminal : ITerminal
{
    private readonly UnixTerminalControl _control;
    private readonly int _terminal;
    private readonly WakeDescriptors _wake;

    private UnixTerminal(UnixTerminalControl control, int terminal, WakeDescriptors wake)
    {
        _control = control;
        _terminal = terminal;
        _wake = wake;
    }

    /// <summary>Opens a terminal exclusively, raw, and emptied. The result is <see langword="null"/> if <paramref name="error"/> is not 0.</summary>
    internal static UnixTerminal? Open(UnixTerminalControl control, string path, bool pseudoTerminal, int baudRate, out int error)
    {
        int terminal;
        do
        {
            terminal = Libc.Open(path, control.OpenFlags);
            error = terminal < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (error == EINTR);
        if (error != 0) return null;

        error = Prepare(control, terminal, pseudoTerminal, baudRate);
        WakeDescriptors wake = default;
        if (error == 0) error = control.OpenWake(out wake);
        if (error == 0) return new UnixTerminal(control, terminal, wake);
        _ = Libc.Close(terminal);
        return null;
    }

    /// <inheritdoc/>
    public TerminalEvents Wait(TerminalEvents wanted)
    {
        PollDescriptor* descriptors = stackalloc PollDescriptor[2];
        short events = 0;
        if (wanted.HasFlag(TerminalEvents.Input)) events |= POLLIN;
        if (wanted.HasFlag(TerminalEvents.Output)) events |= POLLOUT;

        // A hang-up is reported whether asked for or not; who wants nothing must not be told again and again.
        descriptors[0] = new PollDescriptor { Descriptor = wanted == TerminalEvents.None ? -1 : _terminal, Events = events };
        descriptors[1] = new PollDescriptor { Descriptor = _wake.ReadEnd, Events = POLLIN };
        if (Libc.Poll(descriptors, 2, -1) < 0)
            return Marshal.GetLastPInvokeError() == EINTR ? TerminalEvents.None : TerminalEvents.HungUp;

        if (descriptors[1].Returned != 0)
        {
            ulong ignored;
            _ = Libc.Read(_wake.ReadEnd, (byte*)&ignored, sizeof(ulong));
        }

        TerminalEvents happened = TerminalEvents.None;
        short returned = descriptors[0].Returned;
        if ((returned & POLLIN) != 0) happened |= TerminalEvents.Input;
        if ((returned & POLLOUT) != 0) happened |= TerminalEvents.Output;
        if ((returned & (POLLHUP | POLLERR | POLLNVAL)) != 0) happened |= TerminalEvents.HungUp;
        return happened;
    }

    /// <inheritdoc/>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wake.WriteEnd, (byte*)&one, sizeof(ulong));
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, out int error)
    {
        fixed (byte* pointer = buffer) return Finish(Libc.Read(_terminal, pointer, (nuint)buffer.Length), out error);
    }

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> bytes, out int error)
    {
        fixed (byte* pointer = bytes) return Finish(Libc.Write(_terminal, pointer, (nuint)bytes.Length), out error);
    }

    /// <inheritdoc/>
    public void Close()
    {
        // Flushed first: the kernel would wait up to 30 s for a board that takes nothing.
        _control.GiveBack(_terminal);
        _control.Flush(_terminal);
        _ = Libc.Close(_terminal);
        _ = Libc.Close(_wake.ReadEnd);
        if (_wake.WriteEnd != _wake.ReadEnd) _ = Libc.Close(_wake.WriteEnd);
    }

    private static int Prepare(UnixTerminalControl control, int terminal, bool pseudoTerminal, int baudRate)
    {
        int error = control.CheckIsTerminal(terminal);
        if (error == 0) error = control.TakeExclusively(terminal, pseudoTerminal);
        if (error != 0) return error;
        error = control.SetRaw(terminal, baudRate);
        if (error == 0)
        {
            control.RaiseModemLines(terminal);
            control.AskForLowLatency(terminal);
            control.Flush(terminal);
        }
        else
        {
            control.GiveBack(terminal);
        }

        return error;
    }

    private int Finish(nint result, out int error)
    {
        if (result >= 0)
        {
            error = 0;
            return (int)result;
        }

        error = Marshal.GetLastPInvokeError();
        if (error == EINTR || error == _control.TryAgain) error = ITerminal.TryLater;
        return 0;
    }
}
