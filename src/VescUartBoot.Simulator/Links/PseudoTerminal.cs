using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Links;

/// <summary>One pseudo-terminal, seen from its master. Closing it is how a cable is pulled: the other end hangs up.</summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private readonly Lock _gate = new();
    private int _master;

    public PseudoTerminal()
    {
        _master = Check(Posix.OpenPseudoTerminal(Posix.ReadWrite | Posix.NoControllingTerminal), "opened");
        _ = Posix.Control(_master, Posix.SetDescriptorFlags, Posix.CloseOnExec);
        Check(Posix.GrantPseudoTerminal(_master), "granted");
        Check(Posix.UnlockPseudoTerminal(_master), "unlocked");
        Path = Marshal.PtrToStringUTF8((nint)Posix.PseudoTerminalName(_master))
            ?? throw new SimulatorException("A pseudo-terminal has no name.");

        // Raw, or the first bytes would come back as an echo. Opened once and closed, the master knows that nobody is there.
        int slave = Check(Posix.Open(Path, Posix.ReadWrite | Posix.NoControllingTerminal), "opened from its other end");
        byte* settings = stackalloc byte[256];
        Check(Posix.GetTerminal(slave, settings), "asked");
        Posix.MakeRaw(settings);
        Check(Posix.SetTerminal(slave, 0, settings), "set");
        _ = Posix.Close(slave);
        _ = Posix.Control(_master, Posix.SetStatusFlags, Posix.NonBlocking | Posix.ReadWrite);
    }

    /// <summary>The device that a client opens.</summary>
    public string Path { get; }

    /// <summary>The descriptor of the master, for a poll; -1 once it is closed.</summary>
    public int Master => _master;

    /// <summary>Reads what there is. 0: nothing; -1: nobody has the other end open, or this end is closed.</summary>
    public int Read(Span<byte> into)
    {
        lock (_gate)
        {
            fixed (byte* start = into)
            {
                nint count = _master < 0 ? -1 : Posix.Read(_master, start, (nuint)into.Length);
                return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() == Posix.TryAgain && _master >= 0 ? 0 : -1;
            }
        }
    }

    /// <summary>Writes as much as there is room for.</summary>
    public int Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            fixed (byte* start = bytes)
            {
                return _master < 0 ? 0 : (int)Math.Max(0, Posix.Write(_master, start, (nuint)bytes.Length));
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_master >= 0)
            {
                _ = Posix.Close(_master);
                _master = -1;
            }
        }
    }

    private static int Check(int result, string what) => result >= 0 ? result
        : throw new SimulatorException($"A pseudo-terminal could not be {what}: {Marshal.GetLastPInvokeErrorMessage()}.");
}
