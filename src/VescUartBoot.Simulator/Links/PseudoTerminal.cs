using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Links;

/// <summary>Master of a pseudo-terminal. Closing it hangs up the other end, like a pulled cable.</summary>
internal sealed unsafe class PseudoTerminal : IDisposable
{
    private const int LongestName = 128;
    private readonly Lock _gate = new();
    private int _master;

    public PseudoTerminal()
    {
        _master = Check(Posix.OpenPseudoTerminal(Posix.ReadWrite | Posix.NoControllingTerminal), "opened");
        _ = Posix.Control(_master, Posix.SetDescriptorFlags, Posix.CloseOnExec);
        Check(Posix.GrantPseudoTerminal(_master), "granted");
        Check(Posix.UnlockPseudoTerminal(_master), "unlocked");
        byte* name = stackalloc byte[LongestName];
        Check(-Posix.PseudoTerminalName(_master, name, LongestName), "named");
        Path = Marshal.PtrToStringUTF8((nint)name)!;

        // Raw mode, or the first bytes would return as an echo. Opening and closing the slave once lets the master detect that no client is
        // there.
        int slave = Check(Posix.Open(Path, Posix.ReadWrite | Posix.NoControllingTerminal), "opened from its other end");
        byte* settings = stackalloc byte[256];
        Check(Posix.GetTerminal(slave, settings), "asked");
        Posix.MakeRaw(settings);
        Check(Posix.SetTerminal(slave, 0, settings), "set");
        _ = Posix.Close(slave);
        _ = Posix.Control(_master, Posix.SetStatusFlags, Posix.NonBlocking | Posix.ReadWrite);
    }

    /// <summary>Device path that a client opens.</summary>
    public string Path { get; }

    /// <summary>Descriptor of the master for a poll; -1 after it is closed.</summary>
    public int Master => _master;

    /// <summary>Reads available bytes. Returns 0 if there are none, -1 if the other end is not open or this end is closed.</summary>
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

    /// <summary>Writes as many bytes as fit.</summary>
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
