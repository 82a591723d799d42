using System.Runtime.InteropServices;

namespace VescUartBoot.Cli.Output;

/// <summary>Detects without a write that the reader of standard output is gone: a command that waits for an event could wait
/// forever.</summary>
internal static partial class OutputHangup
{
    private const int StandardOutput = 1;
    private const int Interrupted = 4;
    private const short Error = 8;
    private const short HungUp = 16;
    private const int ForEver = -1;

    /// <summary>Calls <paramref name="gone"/> when the reader of standard output is gone. Never happens for a file or an open
    /// terminal.</summary>
    /// <remarks>Not supported on Windows, where a pipe reports this only at the next write.</remarks>
    public static void Watch(Action gone)
    {
        if (!OperatingSystem.IsWindows())
        {
            new Thread(() => Wait(gone)) { IsBackground = true, Name = "hang-up of standard output" }.Start();
        }
    }

    private static void Wait(Action gone)
    {
        // No events are requested: the system always reports these two, and nothing else ends the wait.
        var output = new PollDescriptor { Descriptor = StandardOutput };
        int ready;
        do
        {
            ready = Poll(ref output, 1, ForEver);
        }
        while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        if (ready > 0 && (output.Returned & (Error | HungUp)) != 0)
        {
            gone();
        }
    }

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
