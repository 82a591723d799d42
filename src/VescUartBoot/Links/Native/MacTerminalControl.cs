using System.Runtime.InteropServices;
using static VescUartBoot.Links.Native.MacConstants;
using static VescUartBoot.Links.Native.UnixConstants;

namespace VescUartBoot.Links.Native;

/// <summary>The terminal calls of macOS. Written from its headers; nobody has run them yet.</summary>
internal sealed unsafe class MacTerminalControl : UnixTerminalControl
{
    // Any rate that termios itself knows; the wanted one is set after it.
    private const ulong AnyKnownSpeed = 9600;

    internal override int OpenFlags => O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;

    internal override int TryAgain => EAGAIN;

    internal override int OpenWake(out WakeDescriptors wake)
    {
        int* ends = stackalloc int[2];
        int error = ErrorOf(Libc.Pipe(ends));
        wake = error == 0 ? new WakeDescriptors(ends[0], ends[1]) : default;
        if (error != 0) return error;
        for (int end = 0; end < 2; end++)
        {
            int on = 1;
            _ = Control(ends[end], FIONBIO, &on);
            _ = Control(ends[end], FIOCLEX, null);
        }

        return 0;
    }

    internal override int CheckIsTerminal(int descriptor)
    {
        MacTermios settings;
        return Control(descriptor, TIOCGETA, &settings);
    }

    /// <remarks>Root passes TIOCEXCL here too; flock is what keeps two of us apart then. Not every driver knows flock.</remarks>
    internal override int TakeExclusively(int descriptor, bool pseudoTerminal)
    {
        int error = ErrorOf(Libc.Flock(descriptor, LOCK_EX | LOCK_NB));
        if (error == EAGAIN) return EBUSY;
        if (error is not 0 and not ENOTSUP and not EINVAL) return error;
        return Control(descriptor, TIOCEXCL, null);
    }

    internal override void GiveBack(int descriptor) => _ = Control(descriptor, TIOCNXCL, null);

    internal override int SetRaw(int descriptor, int baudRate)
    {
        MacTermios settings;
        int error = Control(descriptor, TIOCGETA, &settings);
        if (error != 0) return error;
        settings.InputFlags = 0;
        settings.OutputFlags = 0;
        settings.LocalFlags = 0;
        settings.ControlFlags = CS8 | CREAD | CLOCAL;
        settings.ControlCharacters[VMIN] = 1;
        settings.ControlCharacters[VTIME] = 0;
        settings.InputSpeed = AnyKnownSpeed;
        settings.OutputSpeed = AnyKnownSpeed;
        error = Control(descriptor, TIOCSETA, &settings);
        if (error != 0) return error;

        // Last, because every other change of the settings sets the rate again. A pseudo-terminal has none to set.
        nuint speed = (nuint)baudRate;
        error = Control(descriptor, IOSSIOSPEED, &speed);
        return error == ENOTTY ? 0 : error;
    }

    internal override void RaiseModemLines(int descriptor)
    {
        int lines = TIOCM_DTR | TIOCM_RTS;
        _ = Control(descriptor, TIOCMBIS, &lines);
    }

    internal override void AskForLowLatency(int descriptor)
    {
        nuint microseconds = 1;
        _ = Control(descriptor, IOSSDATALAT, &microseconds);
    }

    internal override void Flush(int descriptor)
    {
        int both = FREAD_FWRITE;
        _ = Control(descriptor, TIOCFLUSH, &both);
    }

    private static int Control(int descriptor, uint request, void* argument) => ErrorOf(RuntimeInformation.ProcessArchitecture == Architecture.Arm64
        ? Libc.IoctlOnStack(descriptor, request, 0, 0, 0, 0, 0, 0, argument)
        : Libc.Ioctl(descriptor, request, argument));
}
