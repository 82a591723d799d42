using System.Runtime.InteropServices;

namespace VescUartBoot.Interop;

/// <summary>Numbers of Windows: fileapi.h, winbase.h, winerror.h.</summary>
internal static class WindowsConstants
{
    internal const nint INVALID_HANDLE_VALUE = -1;
    internal const uint GENERIC_READ = 0x80000000;
    internal const uint GENERIC_WRITE = 0x40000000;
    internal const uint OPEN_EXISTING = 3;
    internal const uint FILE_FLAG_OVERLAPPED = 0x40000000;
    internal const uint INFINITE = 0xFFFFFFFF;
    internal const uint WAIT_OBJECT_0 = 0;
    internal const uint WAIT_FAILED = 0xFFFFFFFF;

    // PurgeComm: cancel transfers and discard buffers, in both directions.
    internal const uint PURGE_ALL = 0x1 | 0x2 | 0x4 | 0x8;

    // winerror.h
    internal const int ERROR_INVALID_FUNCTION = 1;
    internal const int ERROR_FILE_NOT_FOUND = 2;
    internal const int ERROR_PATH_NOT_FOUND = 3;
    internal const int ERROR_ACCESS_DENIED = 5;
    internal const int ERROR_BAD_UNIT = 20;
    internal const int ERROR_GEN_FAILURE = 31;
    internal const int ERROR_SHARING_VIOLATION = 32;
    internal const int ERROR_LOCK_VIOLATION = 33;
    internal const int ERROR_DEV_NOT_EXIST = 55;
    internal const int ERROR_INVALID_PARAMETER = 87;
    internal const int ERROR_SEM_TIMEOUT = 121;
    internal const int ERROR_INVALID_NAME = 123;
    internal const int ERROR_BUSY = 170;
    internal const int ERROR_NO_SUCH_DEVICE = 433;
    internal const int ERROR_ELEVATION_REQUIRED = 740;
    internal const int ERROR_OPERATION_ABORTED = 995;
    internal const int ERROR_IO_INCOMPLETE = 996;
    internal const int ERROR_IO_PENDING = 997;
    internal const int ERROR_DEVICE_NOT_CONNECTED = 1167;
    internal const int ERROR_ACCESS_DISABLED_BY_POLICY = 1260;
    internal const int ERROR_PRIVILEGE_NOT_HELD = 1314;

    // DCB flags: binary is the only mode; DTR and RTS are set, as some bridges hold the board in reset without them. All else
    // is off: parity, flow control, DSR and CTS, and fAbortOnError, which would stop every transfer after one line error.
    internal const uint DCB_BINARY = 1;
    internal const uint DCB_DTR_ENABLE = 1 << 4;
    internal const uint DCB_RTS_ENABLE = 1 << 12;
}
