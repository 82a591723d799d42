using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace VescUartBoot.Interop;

/// <summary>The calls into Windows, one line each; those that return an int return 0 for a failure. Nothing is decided here.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Kernel32
{
    private const string Library = "kernel32";

    [LibraryImport(Library, EntryPoint = "CreateFileW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateFile(string name, uint access, uint share, nint security, uint disposition, uint flags,
        nint template);

    [LibraryImport(Library, EntryPoint = "CloseHandle", SetLastError = true)]
    internal static partial int CloseHandle(nint handle);

    [LibraryImport(Library, EntryPoint = "ReadFile", SetLastError = true)]
    internal static partial int ReadFile(nint file, byte* buffer, uint count, uint* done, NativeOverlapped* state);

    [LibraryImport(Library, EntryPoint = "WriteFile", SetLastError = true)]
    internal static partial int WriteFile(nint file, byte* buffer, uint count, uint* done, NativeOverlapped* state);

    [LibraryImport(Library, EntryPoint = "GetOverlappedResult", SetLastError = true)]
    internal static partial int GetOverlappedResult(nint file, NativeOverlapped* state, uint* done, int wait);

    [LibraryImport(Library, EntryPoint = "CancelIoEx", SetLastError = true)]
    internal static partial int CancelIo(nint file, NativeOverlapped* state);

    [LibraryImport(Library, EntryPoint = "GetCommState", SetLastError = true)]
    internal static partial int GetCommState(nint file, DeviceControlBlock* settings);

    [LibraryImport(Library, EntryPoint = "SetCommState", SetLastError = true)]
    internal static partial int SetCommState(nint file, DeviceControlBlock* settings);

    [LibraryImport(Library, EntryPoint = "SetCommTimeouts", SetLastError = true)]
    internal static partial int SetCommTimeouts(nint file, CommTimeouts* timeouts);

    [LibraryImport(Library, EntryPoint = "SetupComm", SetLastError = true)]
    internal static partial int SetupComm(nint file, uint inputSize, uint outputSize);

    [LibraryImport(Library, EntryPoint = "PurgeComm", SetLastError = true)]
    internal static partial int PurgeComm(nint file, uint what);

    [LibraryImport(Library, EntryPoint = "ClearCommError", SetLastError = true)]
    internal static partial int ClearCommError(nint file, uint* errors, CommStatus* status);

    [LibraryImport(Library, EntryPoint = "CreateEventW", SetLastError = true)]
    internal static partial nint CreateEvent(nint security, int manualReset, int initialState, nint name);

    [LibraryImport(Library, EntryPoint = "SetEvent", SetLastError = true)]
    internal static partial int SetEvent(nint handle);

    [LibraryImport(Library, EntryPoint = "WaitForSingleObject", SetLastError = true)]
    internal static partial uint WaitForSingleObject(nint handle, uint milliseconds);

    [LibraryImport(Library, EntryPoint = "WaitForMultipleObjects", SetLastError = true)]
    internal static partial uint WaitForMultipleObjects(uint count, nint* handles, int all, uint milliseconds);
}
