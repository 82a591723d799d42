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

/// <summary>One hand on the board: the locks of a port and of a board while a command runs, and the wait for another's.</summary>
/// <param name="command">What is done.</param>
/// <param name="patience">How long another is waited for.</param>
/// <param name="output">Where a wait is told.</param>
internal sealed class PortLock(string command, TimeSpan patience, CommandOutput output) : IDisposable
{
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(200);

    private readonly BoardLocks _locks = new(StateDirectory.Locks);
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _held = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _released;
    private bool _told;

    /// <summary>Whether another may still be waited for.</summary>
    public bool MayWait => Stopwatch.GetElapsedTime(_start) < patience;

    /// <summary>Waits a moment, to look again.</summary>
    public static Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(_lookAgain, cancellationToken);

    /// <summary>Takes the port, under any name; before it is opened, so that the other's board hears nothing of us.</summary>
    /// <remarks>
    /// The name that was given is taken first: while the board of another restarts a link leads nowhere, or to another port than before.
    /// </remarks>
    /// <exception cref="CliException">Another <c>vescboot</c> has it.</exception>
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

    /// <summary>Takes the board at once, or returns who has it.</summary>
    public LockHolder? TryTake(Board board) => board.Identity.Uuid is { } uuid ? TryTake(uuid.ToString(), board.Port) : null;

    /// <summary>Waits for a board that another works on by another port.</summary>
    /// <exception cref="CliException">It took too long.</exception>
    public Task TakeBoardAsync(Uuid board, string port, CancellationToken cancellationToken) => TakeAsync(
        board.ToString(), port,
        (holder, file) => WithWayOut(CliError.Busy("boardBusy", $"the board on {port} ({board}) is in use by {holder}"), holder, file),
        cancellationToken);

    /// <summary>Gives everything back. From any thread, and more than once.</summary>
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
                    // The next process finds that this one is gone.
                    output.Report(new JobEvent.Warned("lockLeft", $"a lock could not be taken away: {e.Message}"));
                }
            }

            _held.Clear();
        }
    }

    // Whether a process of another machine lives cannot be seen from here: only a person can say that it is gone.
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
            // It is not there; opening it will say so.
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
                // A port still opens for one process only, and what changes the board is refused if it cannot be written down.
                output.Report(new JobEvent.Warned("notLocked", $"other runs on this board cannot be kept away: {e.Message}"));
                return null;
            }
        }
    }
}
