using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Links;

/// <summary>System calls for pseudo-terminals and exact waits.</summary>
internal static unsafe partial class Posix
{
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const short PollHangUp = 0x10;
    public const int SetDescriptorFlags = 2;
    public const int SetStatusFlags = 4;
    public const int CloseOnExec = 1;
    public const int ReadWrite = 2;
    public const int TimerSlackOption = 29;
    private const string C = "libc";

    public static int NonBlocking { get; } = OperatingSystem.IsLinux() ? 0x800 : 4;

    public static int NoControllingTerminal { get; } = OperatingSystem.IsLinux() ? 0x100 : 0x20000;

    public static int TryAgain { get; } = OperatingSystem.IsLinux() ? 11 : 35;

    [LibraryImport(C, EntryPoint = "pipe", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Pipe(int* ends);

    [LibraryImport(C, EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Control(int descriptor, int command, int argument);

    [LibraryImport(C, EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(C, EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(C, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(int descriptor);

    [LibraryImport(C, EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport(C, EntryPoint = "ppoll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int PreciselyPoll(PollEntry* entries, nuint count, TimeSpec* time, nint signals);

    [LibraryImport(C, EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetTimerSlack(int option, nuint nanoseconds, nuint unused1, nuint unused2, nuint unused3);

    [LibraryImport(C, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Open(string path, int flags);

    [LibraryImport(C, EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int OpenPseudoTerminal(int flags);

    [LibraryImport(C, EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GrantPseudoTerminal(int master);

    [LibraryImport(C, EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int UnlockPseudoTerminal(int master);

    /// <summary>Returns 0 or the number of an error. (<c>ptsname</c> has one buffer for all threads.)</summary>
    [LibraryImport(C, EntryPoint = "ptsname_r", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int PseudoTerminalName(int master, byte* name, nuint size);

    [LibraryImport(C, EntryPoint = "tcgetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int GetTerminal(int descriptor, byte* settings);

    [LibraryImport(C, EntryPoint = "tcsetattr", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetTerminal(int descriptor, int when, byte* settings);

    [LibraryImport(C, EntryPoint = "cfmakeraw", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial void MakeRaw(byte* settings);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
