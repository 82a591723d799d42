using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static VescUartBoot.Interop.WindowsConstants;

namespace VescUartBoot.Interop;

/// <summary>One direction of a port on Windows: at most one transfer at a time, in unmanaged memory.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class OverlappedTransfer
{
    /// <summary>Largest transfer in bytes.</summary>
    internal const int Capacity = 4096;

    private const uint ReleaseMilliseconds = 1000;
    private const nint StatusPending = 0x103;

    private readonly nint _file;
    private readonly NativeOverlapped* _state;
    private readonly byte* _bytes;
    private int _count;

    /// <param name="file">The port, owned by the caller.</param>
    internal OverlappedTransfer(nint file)
    {
        _file = file;
        _state = (NativeOverlapped*)NativeMemory.AllocZeroed((nuint)(sizeof(NativeOverlapped) + Capacity));
        _bytes = (byte*)(_state + 1);

        // Reset by the next transfer.
        _state->EventHandle = Kernel32.CreateEvent(0, manualReset: 1, initialState: 0, 0);
    }

    /// <summary>Signalled at the end of a transfer.</summary>
    internal nint Event => _state->EventHandle;

    /// <summary>Whether a transfer was started and its end not yet taken.</summary>
    internal bool IsUnderWay { get; private set; }

    /// <summary>Whether it has ended, successfully or not.</summary>
    internal bool HasEnded => IsUnderWay && Volatile.Read(ref _state->InternalLow) != StatusPending;

    /// <summary>Starts to read exactly <paramref name="count"/> bytes. Returns 0 or the error.</summary>
    internal int StartReading(int count)
    {
        _count = count;
        return Started(Kernel32.ReadFile(_file, _bytes, (uint)count, null, _state));
    }

    /// <summary>Starts to write, of at most <see cref="Capacity"/> bytes. Returns 0 or the error.</summary>
    /// <remarks>Windows cancels it when the thread that started it ends: a pool thread ends after 20 s without work.</remarks>
    internal int StartWriting(ReadOnlySpan<byte> bytes)
    {
        _count = bytes.Length;
        bytes.CopyTo(new Span<byte>(_bytes, Capacity));
        return Started(Kernel32.WriteFile(_file, _bytes, (uint)bytes.Length, null, _state));
    }

    /// <summary>Takes the end of a transfer and returns the number of bytes moved, which may be more than 0 after an error.</summary>
    /// <param name="error">0, <see cref="ITerminal.TryLater"/> while it runs, or the error.</param>
    internal int Finish(out int error)
    {
        uint done;
        error = Kernel32.GetOverlappedResult(_file, _state, &done, wait: 0) != 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error == ERROR_IO_INCOMPLETE)
        {
            error = ITerminal.TryLater;
            return 0;
        }

        IsUnderWay = false;
        return (int)Math.Min(done, (uint)_count);
    }

    /// <summary>The bytes of the last read.</summary>
    internal ReadOnlySpan<byte> Bytes(int count) => new(_bytes, count);

    /// <summary>Frees the memory after the end of a transfer that the caller has cancelled.</summary>
    /// <remarks>A driver that never ends a transfer keeps the memory, because it may still write to it.</remarks>
    internal void Release()
    {
        if (IsUnderWay && Kernel32.WaitForSingleObject(Event, ReleaseMilliseconds) != WAIT_OBJECT_0)
        {
            return;
        }

        _ = Kernel32.CloseHandle(Event);
        NativeMemory.Free(_state);
    }

    // A transfer that ends at once also signals the event, so all ends are taken in the same way.
    private int Started(int result)
    {
        int error = result != 0 ? ERROR_IO_PENDING : Marshal.GetLastPInvokeError();
        IsUnderWay = error == ERROR_IO_PENDING;
        return IsUnderWay ? 0 : error;
    }
}
