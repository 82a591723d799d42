using System.Diagnostics.CodeAnalysis;
using System.Runtime.Versioning;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Simulator.Links;

/// <summary>A simulated board on a pseudo-terminal, for any program that opens a serial port. Linux and macOS.</summary>
/// <remarks>
/// A restart of the board or a pulled cable hangs up the terminal; the board returns on a new terminal, and the symbolic link then points
/// to it. Clients may connect and disconnect at any time. A pseudo-terminal ignores the baud rate; a board on a UART limits the rate
/// itself.
/// </remarks>
[UnsupportedOSPlatform("windows")]
[SuppressMessage("Usage", "CA2213:Disposable fields should be disposed",
    Justification = "Dispose does, behind the end of the thread; the rule does not follow it there.")]
public sealed class PseudoTerminalServer : IHostClient, IDisposable
{
    private const int SystemBuffer = 4096;
    private const int LookForClientMilliseconds = 5;
    private readonly SimulatedBoard _board;
    private readonly WakePipe _wake = new();
    private readonly Thread _thread;
    private PseudoTerminal? _terminal;
    private string? _lastPath;
    private string? _link;
    private bool _somebodyThere;
    private bool _wantsRoom;
    private volatile bool _ended;

    /// <summary>Opens a pseudo-terminal for <paramref name="board"/>, which should use a
    /// <see cref="HighResolutionTimeProvider"/>.</summary>
    /// <param name="board">The board.</param>
    /// <param name="linkPath">Path of a symbolic link to the terminal. A dangling link of that name is replaced; a valid link or a file is
    /// not.</param>
    /// <exception cref="SimulatorException">No pseudo-terminal is available, the link cannot be created, or
    /// <paramref name="linkPath"/> exists and is not a link.</exception>
    public PseudoTerminalServer(SimulatedBoard board, string? linkPath = null)
    {
        ArgumentNullException.ThrowIfNull(board);
        _board = board;
        LinkPath = linkPath is null ? null : System.IO.Path.GetFullPath(linkPath);
        try
        {
            _board.Clock.Between(() =>
            {
                OnPresence(_board.Port.IsThere);
                if (LinkProblem is { } problem)
                {
                    CloseTerminal();
                    _board.Port.Close(this);
                    throw new SimulatorException(problem);
                }

                _board.Port.PresenceChanged += OnPresence;
                _board.Port.BacklogShrank += Wake;
                return true;
            });
        }
        catch
        {
            _wake.Dispose();
            throw;
        }

        _thread = new Thread(Work) { IsBackground = true, Name = "Simulated terminal" };
        _thread.Start();
    }

    /// <summary>Device of the terminal, such as <c>/dev/pts/7</c>; <see langword="null"/> while the board is away.</summary>
    public string? Path => _terminal?.Path;

    /// <summary>Path of the symbolic link, if requested. If the board's port changes its name, the link ends in .1, .2, … from the first
    /// return.</summary>
    public string? LinkPath { get; }

    /// <summary>Reason why a requested link does not exist: its folder is gone, or its path is taken.</summary>
    public string? LinkProblem { get; private set; }

    /// <summary>Raised when the terminal changes (with its device) or is gone (<see langword="null"/>). Handlers run on the board's clock
    /// and must return quickly.</summary>
    public Action<string?>? PathChanged { get; set; }

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
            PathChanged = null;
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
        // The client was notified when the port disappeared.
    }

    private void OnPresence(bool there)
    {
        if (!there || _ended)
        {
            CloseTerminal();
            return;
        }

        _terminal = MakeTerminal();
        _board.Port.TryOpen(this);
        if (LinkPath is not null)
        {
            _link = _board.Port.Name == 0 ? LinkPath : $"{LinkPath}.{_board.Port.Name}";
            LinkProblem = TryLink(_link, _terminal.Path);
        }

        _wake.Wake();
        PathChanged?.Invoke(_terminal.Path);
    }

    /// <summary>The system assigns the lowest free name, often the old one. If another name is required, the second terminal is
    /// used.</summary>
    private PseudoTerminal MakeTerminal()
    {
        var made = new PseudoTerminal();
        if (_board.Options.RenamesPort && made.Path == _lastPath)
        {
            using var _ = made;
            made = new PseudoTerminal();
        }

        _lastPath = made.Path;
        return made;
    }

    private static string? TryLink(string link, string target)
    {
        try
        {
            if ((Directory.Exists(link) || File.Exists(link)) && new FileInfo(link).LinkTarget is null)
            {
                return $"{link} is there already and is no symbolic link.";
            }

            if (new FileInfo(link).LinkTarget is { } other && other != target && File.Exists(link))
            {
                return $"{link} leads to {other} already, which another program may serve.";
            }

            string fresh = $"{link}.{Environment.ProcessId}.new";
            File.Delete(fresh);
            File.CreateSymbolicLink(fresh, target);
            File.Move(fresh, link, overwrite: true);
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"The link {link} cannot be made: {cause.Message}";
        }
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

        try
        {
            if (_link is not null && new FileInfo(_link).LinkTarget == terminal.Path)
            {
                File.Delete(_link);
            }
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            LinkProblem = $"The link {_link} cannot be removed: {cause.Message}";
        }

        terminal.Dispose();
        _wake.Wake();
        PathChanged?.Invoke(null);
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

    /// <summary>The terminal reports a hang-up while no client has it open, and does not report a new client: poll again soon.</summary>
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
        while (!_ended && terminal.Master >= 0 && (entries[1].Returned & Posix.PollHangUp) != 0
            && (entries[1].Returned & Posix.PollIn) == 0);

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
