using System.Runtime.InteropServices;
using VescUartBoot.Cli.Output;

namespace VescUartBoot.Cli.Running;

/// <summary>Ctrl-C, SIGTERM and SIGHUP: the first asks for a safe point, the second Ctrl-C stops at once.</summary>
internal sealed class CancellationSignals : IDisposable
{
    private const int SignalBase = 128;

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private readonly Action<string>? _tell;
    private int _exitCode;
    private bool _ended;

    /// <param name="tell">Takes the word that a signal was heard; <see langword="null"/>: it is what the command waits for.</param>
    public CancellationSignals(Action<string>? tell = null)
    {
        _tell = tell;
        _registrations = [.. new[] { (PosixSignal.SIGINT, 2), (PosixSignal.SIGTERM, 15), (PosixSignal.SIGHUP, 1) }
            .Select(s => PosixSignalRegistration.Create(s.Item1, context => OnSignal(context, SignalBase + s.Item2)))];
    }

    /// <summary>What the first signal waits for, where it is more than a moment; <see langword="null"/>: the next safe point.</summary>
    public Func<string?>? WaitsFor { get; set; }

    /// <summary>The last words when a second Ctrl-C stops at once; returns the exit code.</summary>
    public Func<int, int>? AtOnce { get; set; }

    public CancellationToken Token => _source.Token;

    /// <summary>130, 143 or 129 once a signal came.</summary>
    public int? ExitCode => Volatile.Read(ref _exitCode) is var code and > 0 ? code : null;

    public void Dispose()
    {
        StandardStreams.HoldSignals();
        _registrations.ForEach(r => r.Dispose());

        // A handler may still be under way: it finds this out, and asks nothing of what is gone.
        lock (_lock)
        {
            _ended = true;
            _source.Dispose();
        }
    }

    /// <summary>Asks for a safe point as a signal does, for a reason that is no signal. From any thread, also after the end.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!_ended)
            {
                // What waits for it goes on in a thread of its own, not in this lock.
                _ = _source.CancelAsync();
            }
        }
    }

    private void OnSignal(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) == 0)
        {
            // What is said of it comes after it: words may wait for a reader.
            string waitsFor = WaitsFor?.Invoke() ?? "stopping at the next safe point";
            Stop();
            StandardStreams.Hurry();
            _tell?.Invoke($"{waitsFor}; once more stops at once");
        }
        else if (context.Signal == PosixSignal.SIGINT)
        {
            int code = AtOnce?.Invoke(exitCode) ?? exitCode;
            StandardStreams.Drain();
            Environment.Exit(code);
        }
    }
}
