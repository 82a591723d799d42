using System.Runtime.InteropServices;
using System.Text;

namespace VescUartBoot.TestKit;

/// <summary>The master of a pseudo-terminal, the board's end of a cable. Closing it acts like a pulled cable.</summary>
public sealed unsafe partial class PseudoTerminal : IDisposable
{
    private const int O_RDWR = 0x2;
    private const int O_NOCTTY = 0x100;
    private const int O_CLOEXEC = 0x80000;
    private const short POLLIN = 1;

    private int _master;

    public PseudoTerminal()
    {
        _master = Check(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
        Check(grantpt(_master));
        Check(unlockpt(_master));
        byte* name = stackalloc byte[64];
        Check(ptsname_r(_master, name, 64));
        Path = Marshal.PtrToStringUTF8((nint)name)!;
    }

    /// <summary>The slave, which the port under test opens.</summary>
    public string Path { get; }

    /// <summary>The rate set on the slave, which a pseudo-terminal stores but does not apply.</summary>
    public int BaudRate
    {
        get
        {
            uint* settings = stackalloc uint[11];
            Check(ioctl(_master, 0x802C542A, settings));
            return (int)settings[10];
        }
    }

    /// <summary>Sets the reported size of the terminal.</summary>
    public void SetSize(int columns, int rows)
    {
        ushort* size = stackalloc ushort[4];
        (size[0], size[1], size[2], size[3]) = ((ushort)rows, (ushort)columns, 0, 0);
        Check(ioctl(_master, 0x5414, size));
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
        {
            int done = 0;
            while (done < bytes.Length)
            {
                done += Check((int)write(_master, pointer + done, (nuint)(bytes.Length - done)));
            }
        }
    }

    /// <summary>Waits for the first byte and reads all available bytes; returns 0 if none arrives in time or the cable is pulled.</summary>
    public int Read(Span<byte> buffer, int timeoutMilliseconds = 5000)
    {
        (int Descriptor, short Events, short Returned) poll = (_master, POLLIN, 0);
        if (PseudoTerminal.poll(&poll, 1, timeoutMilliseconds) <= 0)
        {
            return 0;
        }

        fixed (byte* pointer = buffer)
        {
            return Math.Max(0, (int)read(_master, pointer, (nuint)buffer.Length));
        }
    }

    public byte[] ReadExactly(int count, int timeoutMilliseconds = 5000)
    {
        byte[] bytes = new byte[count];
        int done = 0;
        while (done < count)
        {
            int got = Read(bytes.AsSpan(done), timeoutMilliseconds);
            if (got == 0)
            {
                throw new InvalidOperationException($"Only {done} of {count} bytes came.");
            }

            done += got;
        }

        return bytes;
    }

    public string ReadText(int count, int timeoutMilliseconds = 5000) => Encoding.ASCII.GetString(ReadExactly(count, timeoutMilliseconds));

    public void Dispose()
    {
        int master = Interlocked.Exchange(ref _master, -1);
        if (master >= 0)
        {
            _ = close(master);
        }
    }

    private static int Check(int result) =>
        result >= 0 ? result : throw new InvalidOperationException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));

#pragma warning disable CA5392, IDE1006, SYSLIB1054
    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ptsname_r(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(void* descriptors, nuint count, int timeoutMilliseconds);
#pragma warning restore CA5392, IDE1006, SYSLIB1054
}
