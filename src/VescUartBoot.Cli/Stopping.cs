using System.Runtime.InteropServices;

namespace VescUartBoot.Cli;

/// <summary>Ctrl-C, SIGTERM and SIGHUP: the first asks for a safe point, the second Ctrl-C stops at once.</summary>
internal sealed class Stopping : IDisposable
{
    private const int SignalBase = 128;

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private readonly bool _quietly;
    private int _exitCode;
    private bool _stopped;

    /// <param name="quietly">The first signal is what the command waits for, so nothing needs to be said.</param>
    public Stopping(bool quietly = false)
    {
        _quietly = quietly;
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
        _registrations.ForEach(r => r.Dispose());
        lock (_registrations)
        {
            _stopped = true;
            _source.Dispose();
        }
    }

    /// <summary>Asks for a safe point as a signal does, for a reason that is no signal. From any thread, also after the end.</summary>
    public void Stop()
    {
        lock (_registrations)
        {
            if (!_stopped)
            {
                _source.Cancel();
            }
        }
    }

    private void OnSignal(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) == 0)
        {
            if (!_quietly)
            {
                Console.Error.WriteLine($"{WaitsFor?.Invoke() ?? "stopping at the next safe point"}; once more stops at once");
            }

            _source.Cancel();
        }
        else if (context.Signal == PosixSignal.SIGINT)
        {
            Environment.Exit(AtOnce?.Invoke(exitCode) ?? exitCode);
        }
    }
}
