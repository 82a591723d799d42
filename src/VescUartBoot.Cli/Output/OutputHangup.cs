using System.Runtime.InteropServices;

namespace VescUartBoot.Cli.Output;

/// <summary>Learns that nobody reads standard output any more, without a write: a command that waits for something to tell may wait for
/// ever.</summary>
internal static partial class OutputHangup
{
    private const int StandardOutput = 1;
    private const int Interrupted = 4;
    private const short Error = 8;
    private const short HungUp = 16;
    private const int ForEver = -1;

    /// <summary>Calls <paramref name="gone"/> once the reader of standard output has gone; a file and a terminal that stays have none that
    /// goes.</summary>
    /// <remarks>Not on Windows, where a pipe tells its writer nothing until the next write.</remarks>
    public static void Watch(Action gone)
    {
        if (!OperatingSystem.IsWindows())
        {
            new Thread(() => Wait(gone)) { IsBackground = true, Name = "hang-up of standard output" }.Start();
        }
    }

    private static void Wait(Action gone)
    {
        // No event is asked for: the system reports these two unasked, and nothing else wakes it.
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
