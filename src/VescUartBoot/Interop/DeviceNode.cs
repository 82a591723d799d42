using System.Runtime.InteropServices;
using static VescUartBoot.Interop.LinuxConstants;
using static VescUartBoot.Interop.UnixConstants;

namespace VescUartBoot.Interop;

/// <summary>Type and owner of a path, from stat. Opens nothing.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DeviceNode(int Mode, uint UserId, uint GroupId, uint Major)
{
    /// <summary>Number of the node; changes when the device is plugged in again.</summary>
    internal ulong Inode { get; init; }

    internal bool IsCharacterDevice => (Mode & S_IFMT) == S_IFCHR;

    internal bool IsFolder => (Mode & S_IFMT) == S_IFDIR;

    internal bool IsFile => (Mode & S_IFMT) == S_IFREG;

    /// <summary>The slave of a Unix 98 pseudo-terminal.</summary>
    internal bool IsPseudoTerminal => IsCharacterDevice && Major is >= 136 and <= 143;

    internal bool GroupMayUse => (Mode & 0b110_000) == 0b110_000;

    /// <summary><see langword="null"/> if the path does not exist, or the C library is older than 2018.</summary>
    internal static unsafe DeviceNode? Of(string path)
    {
        // Unlike struct stat, struct statx has the same layout on every processor.
        Span<byte> status = stackalloc byte[256];
        fixed (byte* pointer = status)
        {
            try
            {
                if (Libc.Statx(AT_FDCWD, path, 0, STATX_BASIC_STATS, pointer) != 0)
                {
                    return null;
                }
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
        }

        return new DeviceNode(
            BitConverter.ToUInt16(status[28..]),
            BitConverter.ToUInt32(status[20..]),
            BitConverter.ToUInt32(status[24..]),
            BitConverter.ToUInt32(status[128..]))
        {
            Inode = BitConverter.ToUInt64(status[32..]),
        };
    }

    /// <summary>Whether the current user may read and write the path.</summary>
    internal static bool MayUse(string path) => ErrorOfUsing(path) == 0;

    /// <summary>The errno that prevents the current user from reading and writing the path; 0 if access is allowed.</summary>
    internal static int ErrorOfUsing(string path) => Libc.Access(path, R_OK | W_OK) == 0 ? 0 : Marshal.GetLastPInvokeError();
}
