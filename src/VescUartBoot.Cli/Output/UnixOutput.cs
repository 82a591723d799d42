using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace VescUartBoot.Cli.Output;

/// <summary>Standard output or standard error on Unix, written without the lock shared by the runtime's streams.</summary>
/// <remarks>The lock is held during a write, so an unread standard output would block standard error and every other writer.</remarks>
internal sealed partial class UnixOutput : WriteOnlyStream
{
    public const int StandardOutput = 1;
    public const int StandardError = 2;

    private const int Interrupted = 4;
    private const int NoReader = 32;
    private const short Writable = 4;
    private const int ForEver = -1;

    private readonly SafeFileHandle _copy;

    /// <exception cref="IOException">The stream does not exist.</exception>
    public UnixOutput(int descriptor)
    {
        // A copy, because the number of a closed stream is reused by the next opened file.
        int copy = Duplicate(descriptor);
        _copy = copy >= 0 ? new SafeFileHandle(copy, ownsHandle: true) : throw Failure(Marshal.GetLastPInvokeError());
    }

    // EAGAIN.
    private static int WouldBlock => OperatingSystem.IsMacOS() ? 35 : 11;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written = Write(_copy, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == NoReader)
            {
                // A reader that has read enough is not a failure.
                return;
            }

            if (error == WouldBlock)
            {
                var output = new PollDescriptor { Descriptor = (int)_copy.DangerousGetHandle(), Events = Writable };
                _ = Poll(ref output, 1, ForEver);
            }
            else if (error != Interrupted)
            {
                throw Failure(error);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _copy.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IOException Failure(int error) => new(Marshal.GetPInvokeErrorMessage(error));

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(SafeFileHandle descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Poll(ref PollDescriptor descriptor, nuint count, int timeoutMilliseconds);

    // struct pollfd.
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
