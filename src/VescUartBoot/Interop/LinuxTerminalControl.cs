using System.Runtime.InteropServices;
using static VescUartBoot.Interop.LinuxConstants;
using static VescUartBoot.Interop.UnixConstants;

namespace VescUartBoot.Interop;

/// <summary>The terminal calls of Linux. Each that can fail returns 0 or an errno.</summary>
internal static unsafe class LinuxTerminalControl
{
    /// <summary>Read and write, never the controlling terminal, never blocking, not inherited.</summary>
    internal const int OpenFlags = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;

    /// <summary>Opens the event that ends a wait.</summary>
    internal static int OpenWake(out int descriptor)
    {
        descriptor = Libc.EventDescriptor(0, EFD_NONBLOCK | EFD_CLOEXEC);
        return ErrorOf(descriptor);
    }

    /// <summary>ENOTTY if the descriptor is no terminal.</summary>
    internal static int CheckIsTerminal(int descriptor)
    {
        Termios2 settings;
        return ErrorOf(Libc.Ioctl(descriptor, TCGETS2, &settings));
    }

    /// <summary>Keeps others from opening the same port; EBUSY if somebody already does that.</summary>
    /// <remarks>
    /// The kernel lets root pass TIOCEXCL, so root has to ask. A pseudo-terminal is spared: it stays exclusive for as long as its
    /// master lives, and a tool that was killed would lock a simulated board for good; flock alone is dropped with its holder.
    /// </remarks>
    internal static int TakeExclusively(int descriptor, bool pseudoTerminal)
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

    /// <summary>Lets others open the port again, also where the kernel would remember (consoles).</summary>
    internal static void GiveBack(int descriptor) => _ = Libc.Ioctl(descriptor, TIOCNXCL, 0);

    /// <summary>8N1, raw, no flow control, modem lines ignored, DTR left alone at close, any baud rate. Does not wait for output.</summary>
    internal static int SetRaw(int descriptor, int baudRate)
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

    /// <summary>DTR and RTS on: some bridges hold the board in reset without. Pseudo-terminals have none, which is no error.</summary>
    internal static void RaiseModemLines(int descriptor)
    {
        int lines = TIOCM_DTR | TIOCM_RTS;
        _ = Libc.Ioctl(descriptor, TIOCMBIS, &lines);
    }

    /// <summary>Asks the driver not to collect bytes. An FTDI bridge waits 16 ms before it hands over a short reply, and 1 ms with
    /// this.</summary>
    internal static void AskForLowLatency(int descriptor)
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

    /// <summary>Throws away what was received and not read, and what was written and not sent.</summary>
    internal static void Flush(int descriptor) => _ = Libc.Ioctl(descriptor, TCFLSH, TCIOFLUSH);

    private static int ErrorOf(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;
}
