namespace VescUartBoot.Interop;

/// <summary>Constants that Linux and macOS share.</summary>
internal static class UnixConstants
{
    internal const int O_RDWR = 0x2;

    // errno(3)
    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int EINTR = 4;
    internal const int EIO = 5;
    internal const int ENXIO = 6;
    internal const int EACCES = 13;
    internal const int EBUSY = 16;
    internal const int ENODEV = 19;
    internal const int ENOTDIR = 20;
    internal const int EISDIR = 21;
    internal const int EINVAL = 22;
    internal const int ENOTTY = 25;

    // poll(2)
    internal const short POLLIN = 0x1;
    internal const short POLLOUT = 0x4;
    internal const short POLLERR = 0x8;
    internal const short POLLHUP = 0x10;
    internal const short POLLNVAL = 0x20;

    // flock(2), access(2)
    internal const int LOCK_EX = 2;
    internal const int LOCK_NB = 4;
    internal const int R_OK = 4;
    internal const int W_OK = 2;

    // Modem lines
    internal const int TIOCM_DTR = 0x2;
    internal const int TIOCM_RTS = 0x4;
}
