using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static VescUartBoot.Interop.WindowsConstants;

namespace VescUartBoot.Interop;

/// <summary>One direction of a port on Windows. At most one transfer is under way, in memory that no collector moves or frees.</summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class OverlappedTransfer
{
    /// <summary>The most that is under way at a time, in bytes.</summary>
    internal const int Capacity = 4096;

    private const uint ReleaseMilliseconds = 1000;
    private const nint StatusPending = 0x103;

    private readonly nint _file;
    private readonly NativeOverlapped* _state;
    private readonly byte* _bytes;
    private int _count;

    /// <param name="file">The port; it stays the caller's.</param>
    internal OverlappedTransfer(nint file)
    {
        _file = file;
        _state = (NativeOverlapped*)NativeMemory.AllocZeroed((nuint)(sizeof(NativeOverlapped) + Capacity));
        _bytes = (byte*)(_state + 1);

        // Reset by the next transfer.
        _state->EventHandle = Kernel32.CreateEvent(0, manualReset: 1, initialState: 0, 0);
    }

    /// <summary>Signalled when a transfer has ended.</summary>
    internal nint Event => _state->EventHandle;

    /// <summary>A transfer was started and its end not yet taken.</summary>
    internal bool IsUnderWay { get; private set; }

    /// <summary>It was started and has ended, well or not.</summary>
    internal bool HasEnded => IsUnderWay && Volatile.Read(ref _state->InternalLow) != StatusPending;

    /// <summary>Starts to read exactly <paramref name="count"/> bytes. 0, or the error that kept it from starting.</summary>
    internal int StartReading(int count)
    {
        _count = count;
        return Started(Kernel32.ReadFile(_file, _bytes, (uint)count, null, _state));
    }

    /// <summary>Starts to write, of at most <see cref="Capacity"/> bytes all. 0, or the error that kept it from starting.</summary>
    /// <remarks>Windows gives it up when the thread that started it ends: one of the pool, after 20 s without work.</remarks>
    internal int StartWriting(ReadOnlySpan<byte> bytes)
    {
        _count = bytes.Length;
        bytes.CopyTo(new Span<byte>(_bytes, Capacity));
        return Started(Kernel32.WriteFile(_file, _bytes, (uint)bytes.Length, null, _state));
    }

    /// <summary>Takes the end of a transfer: how many bytes it moved, which can be some although it failed.</summary>
    /// <param name="error">0, or <see cref="ITerminal.TryLater"/> while it is under way, or why it failed.</param>
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

    /// <summary>What the last transfer read.</summary>
    internal ReadOnlySpan<byte> Bytes(int count) => new(_bytes, count);

    /// <summary>Frees the memory, once what was under way has ended; the caller has cancelled it.</summary>
    /// <remarks>A driver that never lets go keeps its memory, which it may still write to.</remarks>
    internal void Release()
    {
        if (IsUnderWay && Kernel32.WaitForSingleObject(Event, ReleaseMilliseconds) != WAIT_OBJECT_0) return;
        _ = Kernel32.CloseHandle(Event);
        NativeMemory.Free(_state);
    }

    // What ended at once has set its event all the same, so there is one way to take an end.
    private int Started(int result)
    {
        int error = result != 0 ? ERROR_IO_PENDING : Marshal.GetLastPInvokeError();
        IsUnderWay = error == ERROR_IO_PENDING;
        return IsUnderWay ? 0 : error;
    }
}
