using System.Text;

namespace VescUartBoot.Cli;

/// <summary>Standard output and standard error that may go away without taking the job along.</summary>
/// <remarks>
/// A disk is full, a window is closed: the board is then in the middle of something, and what it needs is that the job reaches
/// its end or a safe point. A write that fails is remembered, and what comes after it is dropped. A reader that has read enough
/// (<c>| head -1</c>) is no failure: the runtime takes what is written to a closed pipe for written.
/// </remarks>
internal static class StandardStreams
{
    private static GuardedStream? _output;
    private static bool _isFailure;

    /// <summary>From now on no write to them throws.</summary>
    public static IDisposable Guard()
    {
        if (OperatingSystem.IsWindows())
        {
            // What is written is UTF-8, and a console there shows it in another alphabet unless it is told.
            Console.OutputEncoding = Encoding.UTF8;
        }

        var output = new GuardedStream(Console.OpenStandardOutput);
        var error = new GuardedStream(Console.OpenStandardError);
        (_output, _isFailure) = (output, false);
        Console.SetOut(WriterOf(output));
        Console.SetError(WriterOf(error));
        return output;
    }

    /// <summary>The exit code of a command that only tells something: if that could not be written, nothing was done.</summary>
    /// <param name="exitCode">How it would end.</param>
    public static int ExitCodeOfTelling(int exitCode)
    {
        if (exitCode != (int)ExitCode.Done || _output is not { IsComplete: false })
        {
            return exitCode;
        }

        _isFailure = true;
        return (int)ExitCode.OwnFault;
    }

    private static TextWriter WriterOf(Stream stream) =>
        TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1024) { AutoFlush = true });

    private sealed class GuardedStream : Stream
    {
        private readonly Stream _stream;
        private Exception? _failure;

        public GuardedStream(Func<Stream> open)
        {
            try
            {
                _stream = open();
            }
            catch (Exception e) when (IsGone(e))
            {
                (_stream, _failure) = (Null, e);
            }
        }

        public bool IsComplete => _failure is null;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_failure is not null)
            {
                return;
            }

            try
            {
                _stream.Write(buffer);
            }
            catch (Exception e) when (IsGone(e))
            {
                _failure = e;
            }
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
            // Every write goes to the system at once.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        // The one who asked for the result learns that it is not whole; the exit code of a job still tells how the job ended.
        protected override void Dispose(bool disposing)
        {
            if (disposing && _failure is not null)
            {
                Console.Error.WriteLine($"{(_isFailure ? "error  " : "warning")}    standard output is not complete: {_failure.Message}");
            }

            base.Dispose(disposing);
        }

        private static bool IsGone(Exception exception) => exception is IOException or UnauthorizedAccessException or ObjectDisposedException;
    }
}
