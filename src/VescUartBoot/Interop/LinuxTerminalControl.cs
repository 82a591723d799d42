using System.Runtime.InteropServices;
using static VescUartBoot.Interop.LinuxConstants;
using static VescUartBoot.Interop.UnixConstants;

namespace VescUartBoot.Interop;

/// <summary>The terminal calls of Linux. Calls that can fail return 0 or an errno.</summary>
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

    /// <summary>Returns ENOTTY if the descriptor is not a terminal.</summary>
    internal static int CheckIsTerminal(int descriptor)
    {
        Termios2 settings;
        return ErrorOf(Libc.Ioctl(descriptor, TCGETS2, &settings));
    }

    /// <summary>Prevents others from opening the port; returns EBUSY if another program has done so.</summary>
    /// <remarks>
    /// The kernel lets root ignore TIOCEXCL, so root must query it. Not set on a pseudo-terminal: it would stay exclusive as long as its
    /// master lives, and a killed tool would lock a simulated board permanently; a flock ends with its holder.
    /// </remarks>
    internal static int TakeExclusively(int descriptor, bool pseudoTerminal)
    {
        if (!pseudoTerminal)
        {
            int* taken = stackalloc int[1];
            if (Libc.Ioctl(descriptor, TIOCGEXCL, taken) == 0 && *taken != 0)
            {
                return EBUSY;
            }
        }

        if (Libc.Flock(descriptor, LOCK_EX | LOCK_NB) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            return error == EAGAIN ? EBUSY : error;
        }

        return pseudoTerminal ? 0 : ErrorOf(Libc.Ioctl(descriptor, TIOCEXCL, 0));
    }

    /// <summary>Allows others to open the port again, also if the kernel would keep the lock (consoles).</summary>
    internal static void GiveBack(int descriptor) => _ = Libc.Ioctl(descriptor, TIOCNXCL, 0);

    /// <summary>8N1, raw, no flow control, modem lines ignored, DTR left alone at close, any baud rate. Does not wait for output.</summary>
    internal static int SetRaw(int descriptor, int baudRate)
    {
        Termios2 settings;
        int error = ErrorOf(Libc.Ioctl(descriptor, TCGETS2, &settings));
        if (error != 0)
        {
            return error;
        }

        settings.InputFlags = 0;
        settings.OutputFlags = 0;
        settings.LocalFlags = 0;
        settings.ControlFlags = CS8 | CREAD | CLOCAL | BOTHER;
        settings.ControlCharacters[VMIN] = 1;
        settings.ControlCharacters[VTIME] = 0;
        settings.InputSpeed = (uint)baudRate;
        settings.OutputSpeed = (uint)baudRate;
        error = ErrorOf(Libc.Ioctl(descriptor, TCSETS2, &settings));
        if (error != 0)
        {
            return error;
        }

        // A driver that does not support a rate uses another one, which only this call reports.
        error = ErrorOf(Libc.Ioctl(descriptor, TCGETS2, &settings));
        if (error != 0)
        {
            return error;
        }

        return Math.Abs((long)settings.OutputSpeed - baudRate) > baudRate / 25 ? EINVAL : 0;
    }

    /// <summary>Sets DTR and RTS: some bridges hold the board in reset without them. Pseudo-terminals have none; that is not an
    /// error.</summary>
    internal static void RaiseModemLines(int descriptor)
    {
        int lines = TIOCM_DTR | TIOCM_RTS;
        _ = Libc.Ioctl(descriptor, TIOCMBIS, &lines);
    }

    /// <summary>Requests low latency. An FTDI bridge waits 16 ms before it delivers a short reply, and 1 ms with
    /// this.</summary>
    internal static void AskForLowLatency(int descriptor)
    {
        if (nint.Size != 8)
        {
            return;
        }

        byte* settings = stackalloc byte[SerialStructSize];
        new Span<byte>(settings, SerialStructSize).Clear();
        if (Libc.Ioctl(descriptor, TIOCGSERIAL, settings) != 0)
        {
            return;
        }

        int* flags = (int*)(settings + SerialStructFlagsOffset);
        if ((*flags & ASYNC_LOW_LATENCY) != 0)
        {
            return;
        }

        *flags |= ASYNC_LOW_LATENCY;
        _ = Libc.Ioctl(descriptor, TIOCSSERIAL, settings);
    }

    /// <summary>Discards received and unsent bytes.</summary>
    internal static void Flush(int descriptor) => _ = Libc.Ioctl(descriptor, TCFLSH, TCIOFLUSH);

    private static int ErrorOf(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;
}
