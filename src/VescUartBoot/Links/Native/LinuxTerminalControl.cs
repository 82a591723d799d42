using System.Runtime.InteropServices;
using static VescUartBoot.Links.Native.LinuxConstants;
using static VescUartBoot.Links.Native.UnixConstants;

namespace VescUartBoot.Links.Native;

/// <summary>The terminal calls of Linux.</summary>
internal sealed unsafe class LinuxTerminalControl : UnixTerminalControl
{
    internal override int OpenFlags => O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;

    internal override int TryAgain => EAGAIN;

    internal override int OpenWake(out WakeDescriptors wake)
    {
        int descriptor = Libc.EventDescriptor(0, EFD_NONBLOCK | EFD_CLOEXEC);
        wake = new WakeDescriptors(descriptor, descriptor);
        return ErrorOf(descriptor);
    }

    internal override int CheckIsTerminal(int descriptor)
    {
        Termios2 settings;
        return ErrorOf(Libc.Ioctl(descriptor, TCGETS2, &settings));
    }

    /// <remarks>
    /// The kernel lets root pass TIOCEXCL, so root has to ask. A pseudo-terminal is spared: it stays exclusive for as long as its
    /// master lives, and a tool that was killed would lock a simulated board for good; flock alone is dropped with its holder.
    /// </remarks>
    internal override int TakeExclusively(int descriptor, bool pseudoTerminal)
    {
        if (!pseudoTerminal)
        {
            int* taken = stackalloc int[1];
            if (Libc.Ioctl(descriptor, TIOCGEXCL, taken) == 0 && *taken != 0) return EBUSY;
        }

        if (Libc.Flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error == EAGAIN ? EBUSY : error;
        }

        return pseudoTerminal ? 0 : ErrorOf(Libc.Ioctl(descriptor, TIOCEXCL, 0));
    }

    internal override void GiveBack(int descriptor) => _ = Libc.Ioctl(descriptor, TIOCNXCL, 0);

    internal override int SetRaw(int descriptor, int baudRate)
    {
        Termios2 settings;
        int error = ErrorOf(Libc.Ioctl(descriptor, TCGETS2, &settings));
        if (error != 0) return error;

        settings.InputFlags = 0;
        settings.OutputFlags = 0;
        settings.LocalFlags = 0;
        settings.ControlFlags = CS8 | CREAD | CLOCAL | BOTHER;
        settings.ControlCharacters[VMIN] = 1;
        settings.ControlCharacters[VTIME] = 0;
        settings.InputSpeed = (uint)baudRate;
        settings.OutputSpeed = (uint)baudRate;
        error = ErrorOf(Libc.Ioctl(descriptor, TCSETS2, &settings));
        if (error != 0) return error;

        // A driver that cannot do a rate falls back to one it can, and says so only here.
        error = ErrorOf(Libc.Ioctl(descriptor, TCGETS2, &settings));
        if (error != 0) return error;
        return Math.Abs((long)settings.OutputSpeed - baudRate) > baudRate / 25 ? EINVAL : 0;
    }

    internal override void RaiseModemLines(int descriptor)
    {
        int lines = TIOCM_DTR | TIOCM_RTS;
        _ = Libc.Ioctl(descriptor, TIOCMBIS, &lines);
    }

    internal override void AskForLowLatency(int descriptor)
    {
        if (nint.Size != 8) return;
        byte* settings = stackalloc byte[SerialStructSize];
        new Span<byte>(settings, SerialStructSize).Clear();
        if (Libc.Ioctl(descriptor, TIOCGSERIAL, settings) != 0) return;
        int* flags = (int*)(settings + SerialStructFlagsOffset);
        if ((*flags & ASYNC_LOW_LATENCY) != 0) return;
        *flags |= ASYNC_LOW_LATENCY;
        _ = Libc.Ioctl(descriptor, TIOCSSERIAL, settings);
    }

    internal override void Flush(int descriptor) => _ = Libc.Ioctl(descriptor, TCFLSH, TCIOFLUSH);
}
