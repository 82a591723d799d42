using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;

namespace VescUartBoot.Simulator;

/// <summary>A simulated board behind a pseudo-terminal: any program that opens a serial port can talk to it. Linux and macOS.</summary>
/// <remarks>
/// A restart of the board or a pulled cable hangs the terminal up; the board comes back as a new one, and the symbolic link then
/// points there. Clients may come and go. A pseudo-terminal ignores baud; a board on a UART paces itself.
/// </remarks>
[UnsupportedOSPlatform("windows")]
[SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "Dispose does, behind the end of the thread; the rule does not follow it there.")]
public sealed class PseudoTerminalServer : IHostClient, IDisposable
{
    private const int SystemBuffer = 4096;
    private const int LookForClientMilliseconds = 5;
    private readonly SimulatedBoard _board;
    private readonly WakePipe _wake = new();
    private readonly Thread _thread;
    private PseudoTerminal? _terminal;
    private bool _somebodyThere;
    private bool _wantsRoom;
    private volatile bool _ended;

    /// <summary>Opens a pseudo-terminal for <paramref name="board"/>, which should live by a <see cref="HighResolutionTimeProvider"/>.</summary>
    /// <param name="board">The board.</param>
    /// <param name="linkPath">A symbolic link to keep at the terminal; an old link of that name is replaced, a file is not.</param>
    /// <exception cref="SimulatorException">There is no pseudo-terminal, or something that is no link stands at <paramref name="linkPath"/>.</exception>
    public PseudoTerminalServer(SimulatedBoard board, string? linkPath = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        LinkPath = linkPath is null ? null : System.IO.Path.GetFullPath(linkPath);
        if (LinkPath is not null && (Directory.Exists(LinkPath) || File.Exists(LinkPath)) && new FileInfo(LinkPath).LinkTarget is null)
        {
            _wake.Dispose();
            throw new SimulatorException($"{LinkPath} is there already and is no symbolic link.");
        }

        _board.Clock.Between(() =>
        {
            _board.Port.PresenceChanged += OnPresence;
            _board.Port.BacklogShrank += Wake;
            OnPresence(_board.Port.IsThere);
            return true;
        });
        _thread = new Thread(Work) { IsBackground = true, Name = "Simulated terminal" };
        _thread.Start();
    }

    /// <summary>The terminal's device, as <c>/dev/pts/7</c>; <see langword="null"/> while the board is away.</summary>
    public string? Path => _terminal?.Path;

    /// <summary>The symbolic link, if one was asked for.</summary>
    public string? LinkPath { get; }

    /// <summary>Closes the terminal and removes the link.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _board.Clock.Between(() =>
        {
            _board.Port.PresenceChanged -= OnPresence;
            _board.Port.BacklogShrank -= Wake;
            _board.Port.Close(this);
            CloseTerminal();
            return true;
        });
        _wake.Wake();
        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }

        _wake.Dispose();
    }

    int IHostClient.Deliver(ReadOnlySpan<byte> bytes)
    {
        if (!_somebodyThere || _terminal is not { } terminal)
        {
            return 0;
        }

        int written = terminal.Write(bytes);
        if (written < bytes.Length)
        {
            _wantsRoom = true;
            _wake.Wake();
        }

        return written;
    }

    void IHostClient.Lost(string reason)
    {
        // It heard of that when the port vanished.
    }

    private void OnPresence(bool there)
    {
        if (!there || _ended)
        {
            CloseTerminal();
            return;
        }

        _terminal = new PseudoTerminal();
        _board.Port.TryOpen(this);
        if (LinkPath is not null)
        {
            string fresh = $"{LinkPath}.{Environment.ProcessId}";
            File.Delete(fresh);
            File.CreateSymbolicLink(fresh, _terminal.Path);
            File.Move(fresh, LinkPath, overwrite: true);
        }

        _wake.Wake();
    }

    private void CloseTerminal()
    {
        var terminal = _terminal;
        _terminal = null;
        _somebodyThere = false;
        if (terminal is null)
        {
            return;
        }

        if (LinkPath is not null && new FileInfo(LinkPath).LinkTarget == terminal.Path)
        {
            File.Delete(LinkPath);
        }

        terminal.Dispose();
        _wake.Wake();
    }

    private unsafe void Work()
    {
        byte[] buffer = new byte[SystemBuffer];
        var entries = stackalloc Posix.PollEntry[2];
        while (!_ended)
        {
            var terminal = _terminal;
            bool takes = _board.Port.Backlog <= SystemBuffer;
            entries[0] = new Posix.PollEntry { Descriptor = _wake.ReadEnd, Events = Posix.PollIn };
            entries[1] = new Posix.PollEntry
            {
                Descriptor = terminal is { Master: >= 0 } && (_somebodyThere || takes) ? terminal.Master : -1,
                Events = (short)((takes ? Posix.PollIn : 0) | (_wantsRoom ? Posix.PollOut : 0)),
            };
            _ = Posix.Poll(entries, 2, -1);
            if (entries[0].Returned != 0)
            {
                _wake.Clear();
            }

            if (terminal is null || entries[1].Returned == 0)
            {
                continue;
            }

            bool hungUp = (entries[1].Returned & Posix.PollHangUp) != 0;
            int count = takes ? terminal.Read(buffer) : 0;
            if (count > 0)
            {
                byte[] bytes = buffer[..count];
                _board.Clock.Post(() => TakeBytes(terminal, bytes));
            }
            else if (hungUp || count < 0)
            {
                NobodyThere(terminal, entries);
                continue;
            }

            if (!_somebodyThere || (entries[1].Returned & Posix.PollOut) != 0)
            {
                _wantsRoom = false;
                _board.Clock.Post(() => SomebodyThere(terminal));
            }
        }
    }

    /// <summary>The terminal says "hung up" as long as nobody has it open, and does not say when somebody comes: look again soon.</summary>
    private unsafe void NobodyThere(PseudoTerminal terminal, Posix.PollEntry* entries)
    {
        _somebodyThere = false;
        do
        {
            entries[1].Descriptor = -1;
            _ = Posix.Poll(entries, 2, LookForClientMilliseconds);
            if (entries[0].Returned != 0)
            {
                _wake.Clear();
            }

            entries[1] = new Posix.PollEntry { Descriptor = terminal.Master, Events = Posix.PollIn };
            _ = Posix.Poll(entries + 1, 1, 0);
        }
        while (!_ended && terminal.Master >= 0 && (entries[1].Returned & Posix.PollHangUp) != 0 && (entries[1].Returned & Posix.PollIn) == 0);

        if (terminal.Master >= 0)
        {
            _board.Clock.Post(() => SomebodyThere(terminal));
        }
    }

    private void Wake() => _wake.Wake();

    private void SomebodyThere(PseudoTerminal terminal)
    {
        if (ReferenceEquals(terminal, _terminal))
        {
            _somebodyThere = true;
            _board.Port.ClientIsReady();
        }
    }

    private void TakeBytes(PseudoTerminal terminal, byte[] bytes)
    {
        if (ReferenceEquals(terminal, _terminal))
        {
            _somebodyThere = true;
            _board.Port.FromHost(bytes);
        }
    }
}
