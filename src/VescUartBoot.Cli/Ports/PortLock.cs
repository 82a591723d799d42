using System.Diagnostics;
using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Locks;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;

namespace VescUartBoot.Cli.Ports;

/// <summary>The locks of a port and a board while a command runs, and the wait for other processes.</summary>
/// <param name="command">Command.</param>
/// <param name="patience">Maximum wait for another process.</param>
/// <param name="output">Output for the report of a wait.</param>
internal sealed class PortLock(string command, TimeSpan patience, CommandOutput output) : IDisposable
{
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(200);

    private readonly BoardLocks _locks = new(StateDirectory.Locks);
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _held = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _released;
    private bool _told;

    /// <summary>Whether the maximum wait has not yet passed.</summary>
    public bool MayWait => Stopwatch.GetElapsedTime(_start) < patience;

    /// <summary>Waits a moment before the next attempt.</summary>
    public static Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(_lookAgain, cancellationToken);

    /// <summary>Locks the port under all its names before it is opened, so that nothing is sent to a board in use.</summary>
    /// <remarks>
    /// The given name is locked first: while a board in use restarts, a symbolic link is dangling or leads to another port.
    /// </remarks>
    /// <exception cref="CliException">Another <c>vescboot</c> holds the lock.</exception>
    public async Task TakePortAsync(string port, CancellationToken cancellationToken)
    {
        CliError Busy(LockHolder holder, string file) =>
            WithWayOut(CliError.Busy("portBusy", $"{port} is in use by {holder}"), holder, file);
        string given = FullNameOf(port);
        await TakeAsync($"port{given}", port, Busy, cancellationToken).ConfigureAwait(false);
        if (RealNameOf(port) is var real && real != given)
        {
            await TakeAsync($"port{real}", port, Busy, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Locks the board at once, or returns the holder.</summary>
    public LockHolder? TryTake(Board board) => board.Identity.Uuid is { } uuid ? TryTake(uuid.ToString(), board.Port) : null;

    /// <summary>Waits for a board that another process uses through another port.</summary>
    /// <exception cref="CliException">The maximum wait has passed.</exception>
    public Task TakeBoardAsync(Uuid board, string port, CancellationToken cancellationToken) => TakeAsync(
        board.ToString(), port,
        (holder, file) => WithWayOut(CliError.Busy("boardBusy", $"the board on {port} ({board}) is in use by {holder}"), holder, file),
        cancellationToken);

    /// <summary>Releases all locks. Thread-safe and repeatable.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _released = true;
            foreach (var held in _held)
            {
                try
                {
                    held.Dispose();
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // The next process detects that this one has ended.
                    output.Report(new JobEvent.Warned("lockLeft", $"a lock could not be taken away: {e.Message}"));
                }
            }

            _held.Clear();
        }
    }

    // A process of another machine cannot be checked from here: only a person can confirm that it has ended.
    private static CliError WithWayOut(CliError error, LockHolder holder, string file) => holder.Machine == Environment.MachineName ? error
        : error with
        {
            Next =
            $"let that run on {holder.Machine} end, or wait for it with --wait SECONDS; if none runs there any more, delete "
                + $"{file} and run the same command again"
        };

    private static bool IsPath(string port) => !OperatingSystem.IsWindows() && PortAddress.TryParse(port, out var address, out _)
        && address is PortAddress.Serial;

    private static string FullNameOf(string port) => IsPath(port) ? Path.GetFullPath(port) : port;

    private static string RealNameOf(string port)
    {
        try
        {
            return IsPath(port) ? File.ResolveLinkTarget(port, returnFinalTarget: true)?.FullName ?? FullNameOf(port) : port;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The port does not exist; opening it reports this.
            return FullNameOf(port);
        }
    }

    private async Task TakeAsync(string name, string port, Func<LockHolder, string, CliError> busy, CancellationToken cancellationToken)
    {
        while (TryTake(name, port) is { } holder)
        {
            var error = busy(holder, _locks.FileOf(name));
            if (!MayWait)
            {
                throw new CliException(error);
            }

            if (!_told)
            {
                _told = true;
                output.Report(new JobEvent.Warned("waiting", $"{error.Message}; waiting up to {patience.TotalSeconds:0} s for it"));
            }

            await PauseAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private LockHolder? TryTake(string name, string port)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_released, this);
            try
            {
                if (_locks.TryTake(name, LockHolder.Me(command, port, TimeProvider.System), out var holder) is { } taken)
                {
                    _held.Add(taken);
                }

                return holder;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A port still opens for one process only, and changes of the board are refused if they cannot be recorded.
                output.Report(new JobEvent.Warned("notLocked", $"other runs on this board cannot be kept away: {e.Message}"));
                return null;
            }
        }
    }
}
