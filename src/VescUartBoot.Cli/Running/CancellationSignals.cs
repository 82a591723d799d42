using System.Runtime.InteropServices;
using VescUartBoot.Cli.Output;

namespace VescUartBoot.Cli.Running;

/// <summary>Ctrl-C, SIGTERM and SIGHUP: the first requests a stop at a safe point, a second Ctrl-C stops at once.</summary>
internal sealed class CancellationSignals : IDisposable
{
    private const int SignalBase = 128;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private readonly Action<string>? _tell;
    private int _exitCode;
    private bool _ended;

    /// <param name="tell">Receives the report of a signal; <see langword="null"/> if the command waits for a signal.</param>
    public CancellationSignals(Action<string>? tell = null)
    {
        _tell = tell;
        _registrations = [.. new[] { (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGHUP, 1) }
            .Select(s => PosixSignalRegistration.Create(s.Item1, context => OnSignal(context, SignalBase + s.Item2)))];
    }

    /// <summary>Text about what the first signal waits for, if it takes longer; <see langword="null"/> for the next safe point.</summary>
    public Func<string?>? WaitsFor { get; set; }

    /// <summary>Prints the final report when a second Ctrl-C stops at once, and returns the exit code.</summary>
    public Func<int, int>? AtOnce { get; set; }

    public CancellationToken Token => _source.Token;

    /// <summary>130, 143 or 129 after a signal.</summary>
    public int? ExitCode => Volatile.Read(ref _exitCode) is var code and > 0 ? code : null;

    public void Dispose()
    {
        StandardStreams.HoldSignals();
        _registrations.ForEach(r => r.Dispose());

        // A handler may still be running: it checks this flag and does not use disposed objects.
        lock (_lock)
        {
            _ended = true;
            _source.Dispose();
        }
    }

    /// <summary>Requests a stop at a safe point like a signal, for another reason. Thread-safe, also after disposal.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!_ended)
            {
                // Waiters continue on another thread, not inside this lock.
                _ = _source.CancelAsync();
            }
        }
    }

    private void OnSignal(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) == 0)
        {
            // The report comes after the stop request, because output may wait for a reader.
            string waitsFor = WaitsFor?.Invoke() ?? "at the next safe point";
            Stop();
            StandardStreams.Hurry();
            _tell?.Invoke($"{waitsFor}; press Ctrl-C again to end this program at once");
        }
        else if (context.Signal == PosixSignal.SIGINT)
        {
            int code = AtOnce?.Invoke(exitCode) ?? exitCode;
            StandardStreams.Drain();
            Environment.Exit(code);
        }
    }
}
