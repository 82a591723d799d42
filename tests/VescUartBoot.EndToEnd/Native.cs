using System.Runtime.InteropServices;
using System.Runtime.Versioning;

// Pseudo-terminals and signals: the tests of the whole tool need a Unix.
[assembly: SupportedOSPlatform("linux")]
[assembly: SupportedOSPlatform("macos")]

namespace VescUartBoot.EndToEnd;

internal static partial class Native
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigQuit = 3;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    /// <summary>Holds a terminal as another program would that opened it exclusively.</summary>
    public static IDisposable HoldExclusively(string path) => new Hold(path);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Control(SafeHandle terminal, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Kill(int processId, int signal);

    /// <summary>Lets a signal do what it does by default, where <paramref name="action"/> is 0.</summary>
    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Default(int signal, nint action);

    private sealed class Hold : IDisposable
    {
        private const nuint Exclusive = 0x540C;
        private const nuint Shared = 0x540D;

        private readonly FileStream _terminal;

        public Hold(string path)
        {
            _terminal = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
            Assert.Equal(0, Control(_terminal.SafeFileHandle, Exclusive, 0));
        }

        public void Dispose()
        {
            _ = Control(_terminal.SafeFileHandle, Shared, 0);
            _terminal.Dispose();
        }
    }
}
