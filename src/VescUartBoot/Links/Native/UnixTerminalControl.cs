using System.Runtime.InteropServices;

namespace VescUartBoot.Links.Native;

/// <summary>The terminal calls that each Unix has in its own way. Each that can fail returns 0 or an errno.</summary>
internal abstract class UnixTerminalControl
{
    /// <summary>The calls of this system, or <see langword="null"/> where their numbers are not known.</summary>
    internal static UnixTerminalControl? ForThisSystem { get; } =
        OperatingSystem.IsMacOS() ? new MacTerminalControl()
        : OperatingSystem.IsLinux() && LinuxConstants.Fit(RuntimeInformation.ProcessArchitecture) ? new LinuxTerminalControl()
        : null;

    /// <summary>Read and write, never the controlling terminal, never blocking, not inherited.</summary>
    internal abstract int OpenFlags { get; }

    /// <summary>EAGAIN, which is also EWOULDBLOCK.</summary>
    internal abstract int TryAgain { get; }

    /// <summary>Opens what ends a wait.</summary>
    internal abstract int OpenWake(out WakeDescriptors wake);

    /// <summary>ENOTTY if the descriptor is no terminal.</summary>
    internal abstract int CheckIsTerminal(int descriptor);

    /// <summary>Keeps others from opening the same port; EBUSY if somebody already does that.</summary>
    internal abstract int TakeExclusively(int descriptor, bool pseudoTerminal);

    /// <summary>Lets others open the port again, also where the kernel would remember (consoles).</summary>
    internal abstract void GiveBack(int descriptor);

    /// <summary>8N1, raw, no flow control, modem lines ignored, DTR left alone at close, any baud rate. Does not wait for output.</summary>
    internal abstract int SetRaw(int descriptor, int baudRate);

    /// <summary>DTR and RTS on: some bridges hold the board in reset without. Pseudo-terminals have none, which is no error.</summary>
    internal abstract void RaiseModemLines(int descriptor);

    /// <summary>Asks the driver not to collect bytes. An FTDI bridge waits 16 ms before it hands over a short reply, and 1 ms with this.</summary>
    internal abstract void AskForLowLatency(int descriptor);

    /// <summary>Throws away what was received and not read, and what was written and not sent.</summary>
    internal abstract void Flush(int descriptor);

    private protected static int ErrorOf(int result) => result < 0 ? Marshal.GetLastPInvokeError() : 0;
}

/// <summary>The two ends of what ends a wait; one descriptor where the system has events (Linux).</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WakeDescriptors(int ReadEnd, int WriteEnd);
