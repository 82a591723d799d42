using System.Runtime.InteropServices;

namespace VescUartBoot.Benchmarks;

/// <summary>The floor: write, then a blocking read, on one thread, with nothing around them.</summary>
internal sealed unsafe partial class RawExchange : IDisposable
{
    private readonly int _terminal;
    private readonly byte[] _buffer = new byte[4096];
    private readonly int _replyLength;

    /// <summary>Opens a terminal that was put into raw mode already; a pseudo-terminal keeps it.</summary>
    public RawExchange(string path, int replyLength)
    {
        _replyLength = replyLength;
        _terminal = Open(path, 0x102);
        if (_terminal < 0)
        {
            throw new InvalidOperationException($"{path} does not open.");
        }
    }

    public void Run(ReadOnlySpan<byte> request)
    {
        fixed (byte* pointer = request)
        {
            if (Write(_terminal, pointer, (nuint)request.Length) != request.Length)
            {
                throw new InvalidOperationException("A short write.");
            }
        }

        fixed (byte* pointer = _buffer)
        {
            for (int got = 0; got < _replyLength;)
            {
                got += (int)Read(_terminal, pointer, (nuint)_buffer.Length);
            }
        }
    }

    public void Dispose() => _ = Close(_terminal);

#pragma warning disable CA5392
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int descriptor, byte* buffer, nuint count);
#pragma warning restore CA5392
}
