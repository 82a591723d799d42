using System.Runtime.InteropServices;
using System.Text;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Output;

/// <summary>Standard output and standard error, whose loss or blockage does not end the job.</summary>
/// <remarks>
/// If a disk is full, a window is closed or a reader stops, the job must still reach its end or a safe point. A failed write is recorded,
/// and later output is dropped; a blocked write is waited for only at the end. A reader that has read enough (<c>| head -1</c>) is not a
/// failure.
/// </remarks>
internal static class StandardStreams
{
    private static readonly TimeSpan _patienceForOrder = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _patienceAfterSignal = TimeSpan.FromMilliseconds(300);

    private static QueuedStream? _output;
    private static QueuedStream? _error;
    private static readonly Lock _holding = new();

    private static PosixSignalRegistration[] _held = [];
    private static bool _isFailure;
    private static volatile bool _hurried;

    /// <summary>After this call no write to them throws or blocks.</summary>
    public static IDisposable Guard()
    {
        if (OperatingSystem.IsWindows())
        {
            // The output is UTF-8, which the console of this system does not use by default.
            Console.OutputEncoding = Encoding.UTF8;
        }

        var output = new QueuedStream(() => OperatingSystem.IsWindows()
            ? Console.OpenStandardOutput()
            : new UnixOutput(UnixOutput.StandardOutput));
        var error = new QueuedStream(() => OperatingSystem.IsWindows()
            ? Console.OpenStandardError()
            : new UnixOutput(UnixOutput.StandardError));
        (_output, _error, _isFailure, _hurried) = (output, error, false, false);
        Console.SetOut(WriterOf(output, error));
        Console.SetError(WriterOf(error, output));
        return new AtTheEnd();
    }

    /// <summary>Returns the exit code of a command that only prints: if the output could not be written, the command failed.</summary>
    /// <param name="exitCode">Exit code of the command.</param>
    public static int ExitCodeOfTelling(int exitCode)
    {
        Drain();
        if (exitCode != (int)ExitCode.Done || _output is not { Failure: not null })
        {
            return exitCode;
        }

        _isFailure = true;
        return (int)ExitCode.OwnFault;
    }

    /// <summary>Called after a signal: limits all waits for a reader.</summary>
    public static void Hurry()
    {
        _hurried = true;
        _output?.Hurry();
        _error?.Hurry();
    }

    /// <summary>Waits until everything is written. A signal ends the wait; only output is lost then.</summary>
    public static void Drain()
    {
        if (_output is not { } output || _error is not { } error || (output.Drain(TimeSpan.Zero) & error.Drain(TimeSpan.Zero)))
        {
            return;
        }

        HoldSignals();
        if (!(output.Drain(_patienceForOrder) & error.Drain(_patienceForOrder)))
        {
            foreach (var stream in new[] { output, error })
            {
                if (!stream.Drain(_hurried ? _patienceAfterSignal : Timeout.InfiniteTimeSpan))
                {
                    Abandon();
                }
            }
        }
    }

    /// <summary>Marks that only output remains: a signal now ends only the wait for a reader.</summary>
    /// <remarks>Call it before the current signal handler is removed: the system's default would end the program after a completed
    /// job.</remarks>
    public static void HoldSignals()
    {
        lock (_holding)
        {
            if (_held.Length == 0)
            {
                _held = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM,
                    PosixSignal.SIGHUP }.Select(s => PosixSignalRegistration.Create(s, GiveUp))];
            }
        }
    }

    private static void GiveUp(PosixSignalContext context)
    {
        context.Cancel = true;
        Abandon();
    }

    private static void Abandon()
    {
        _output?.GiveUp();
        _error?.GiveUp();
    }

    private static TextWriter WriterOf(QueuedStream stream, QueuedStream other) => TextWriter.Synchronized(
        new StreamWriter(new InOrder(stream, other), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            bufferSize: 1024)
        { AutoFlush = true });

    // Reports incomplete output to the user; the exit code still reports the result of the job.
    private static void End()
    {
        Drain();
        if (_output is { Failure: { } failure })
        {
            Console.Error.WriteLine($"{(_isFailure ? "error  " : "warning")}    standard output is not complete: {failure.Message}");
            Drain();
        }
    }

    private sealed class AtTheEnd : IDisposable
    {
        public void Dispose() => End();
    }

    // A terminal shows both streams, so their order is kept.
    private sealed class InOrder(QueuedStream stream, QueuedStream other) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            other.KeepOrder(_patienceForOrder);
            stream.Write(buffer);
        }
    }
}
