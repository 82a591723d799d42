using System.Runtime.InteropServices;
using System.Text;
using VescUartBoot.Hosting.Words;

namespace VescUartBoot.Cli.Output;

/// <summary>Standard output and standard error that may go away, or stand still, without taking the job along.</summary>
/// <remarks>
/// A disk is full, a window is closed, a reader does not read: the board is then in the middle of something, and what it needs is that
/// the job reaches its end or a safe point. A write that fails is remembered, and what comes after it is dropped; a write that stands
/// still is waited for at the end only. A reader that has read enough (<c>| head -1</c>) is no failure.
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

    /// <summary>From now on no write to them throws or stands still.</summary>
    public static IDisposable Guard()
    {
        if (OperatingSystem.IsWindows())
        {
            // What is written is UTF-8, and a console there shows it in another alphabet unless it is told.
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

    /// <summary>The exit code of a command that only tells something: if that could not be written, nothing was done.</summary>
    /// <param name="exitCode">How it would end.</param>
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

    /// <summary>A signal came: from now on nobody waits long for a reader.</summary>
    public static void Hurry()
    {
        _hurried = true;
        _output?.Hurry();
        _error?.Hurry();
    }

    /// <summary>Waits until everything is written; a signal ends that, and what is lost then are words only.</summary>
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

    /// <summary>What is left to do is to write: from now on a signal ends the wait for a reader, and nothing else.</summary>
    /// <remarks>Called before the present listener is gone: the system's default would end the program after a job that is
    /// done.</remarks>
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

    // The one who asked for the result learns that it is not whole; the exit code of a job still tells how the job ended.
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

    // A terminal shows both: what was said first comes first.
    private sealed class InOrder(QueuedStream stream, QueuedStream other) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            other.KeepOrder(_patienceForOrder);
            stream.Write(buffer);
        }
    }
}
