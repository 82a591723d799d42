using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static VescUartBoot.Interop.WindowsConstants;

namespace VescUartBoot.Interop;

/// <summary>An open port on Windows: overlapped transfers, and events that end a wait.</summary>
/// <remarks>
/// A read waits for one byte without a time limit; further bytes are read after it. The time-outs with which one
/// read could do both (all ones) are not the same for every driver, and Wine waits with them until the buffer is full.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed unsafe class WindowsTerminal : ITerminal
{
    private const string DeviceNamespace = @"\\.\";
    private const int AbortsInARow = 3;

    // A hint for drivers with their own buffer: more than a board sends at once.
    private const uint InputBuffer = 16384;

    private readonly nint _file;
    private readonly nint _wake;
    private readonly OverlappedTransfer _input;
    private readonly OverlappedTransfer _output;
    private int _aborts;

    private WindowsTerminal(nint file)
    {
        _file = file;
        _wake = Kernel32.CreateEvent(0, manualReset: 0, initialState: 0, 0);
        _input = new OverlappedTransfer(file);
        _output = new OverlappedTransfer(file);
    }

    /// <summary>Opens a port exclusively, raw, and emptied. <see langword="null"/> if <paramref name="error"/> is not 0.</summary>
    internal static WindowsTerminal? Open(string name, int baudRate, out int error, out OpeningStep step)
    {
        // Without the namespace prefix only COM1 to COM9 are found.
        step = OpeningStep.Find;
        nint file = Kernel32.CreateFile(DeviceNamespace + name, GENERIC_READ | GENERIC_WRITE, share: 0, 0, OPEN_EXISTING,
            FILE_FLAG_OVERLAPPED, 0);
        error = file == INVALID_HANDLE_VALUE ? Marshal.GetLastPInvokeError() : 0;
        if (error != 0)
        {
            return null;
        }

        step = OpeningStep.Ask;
        DeviceControlBlock settings = new() { Length = (uint)sizeof(DeviceControlBlock) };
        error = ErrorOf(Kernel32.GetCommState(file, &settings));
        if (error == 0)
        {
            step = OpeningStep.Set;
            error = Prepare(file, baudRate, settings);
        }

        if (error == 0)
        {
            return new WindowsTerminal(file);
        }

        _ = Kernel32.CloseHandle(file);
        return null;
    }

    /// <inheritdoc/>
    public TerminalEvents Wait(TerminalEvents wanted)
    {
        bool input = wanted.HasFlag(TerminalEvents.Input);
        bool output = wanted.HasFlag(TerminalEvents.Output);
        if (input && !_input.IsUnderWay && _input.StartReading(1) != 0)
        {
            return TerminalEvents.HungUp;
        }

        if (output && !_output.IsUnderWay)
        {
            return TerminalEvents.Output;
        }

        nint* handles = stackalloc nint[3];
        uint count = 0;
        handles[count++] = _wake;
        if (input)
        {
            handles[count++] = _input.Event;
        }

        if (output)
        {
            handles[count++] = _output.Event;
        }

        if (Kernel32.WaitForMultipleObjects(count, handles, all: 0, INFINITE) == WAIT_FAILED)
        {
            return TerminalEvents.HungUp;
        }

        var happened = TerminalEvents.None;
        if (input && _input.HasEnded)
        {
            happened |= TerminalEvents.Input;
        }

        if (output && _output.HasEnded)
        {
            happened |= TerminalEvents.Output;
        }

        return happened;
    }

    /// <inheritdoc/>
    public void Wake() => _ = Kernel32.SetEvent(_wake);

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, out int error)
    {
        // No transfer runs only after a wait that could not start one and did not report why.
        error = _input.IsUnderWay ? 0 : _input.StartReading(1);
        if (error != 0)
        {
            return 0;
        }

        int count = Take(buffer, ref error);
        if (count == 0)
        {
            return 0;
        }

        // The bytes are there, so this ends at once; otherwise the next wait is for them.
        int rest = Math.Min(Waiting(), Math.Min(buffer.Length - count, OverlappedTransfer.Capacity));
        if (rest > 0 && _input.StartReading(rest) == 0 && _input.HasEnded)
        {
            int restError = 0;
            count += Take(buffer[count..], ref restError);
        }

        return count;
    }

    /// <inheritdoc/>
    public int Write(ReadOnlySpan<byte> bytes, out int error)
    {
        error = 0;
        if (_output.IsUnderWay)
        {
            _output.Finish(out error);
            if (error != 0)
            {
                return 0;
            }
        }

        int count = Math.Min(bytes.Length, OverlappedTransfer.Capacity);
        error = _output.StartWriting(bytes[..count]);
        return error == 0 ? count : 0;
    }

    /// <inheritdoc/>
    public void Close()
    {
        _ = Kernel32.CancelIo(_file, null);
        _ = Kernel32.PurgeComm(_file, PURGE_ALL);
        _input.Release();
        _output.Release();
        _ = Kernel32.CloseHandle(_file);
        _ = Kernel32.CloseHandle(_wake);
    }

    private static int Prepare(nint file, int baudRate, DeviceControlBlock settings)
    {
        settings.BaudRate = (uint)baudRate;
        settings.Flags = DCB_BINARY | DCB_DTR_ENABLE | DCB_RTS_ENABLE;
        settings.ByteSize = 8;
        settings.Parity = 0;
        settings.StopBits = 0;
        int error = ErrorOf(Kernel32.SetCommState(file, &settings));

        // A driver that does not support a rate may use another one, which only this call reports.
        if (error == 0)
        {
            error = ErrorOf(Kernel32.GetCommState(file, &settings));
        }

        if (error == 0 && Math.Abs((long)settings.BaudRate - baudRate) > baudRate / 25)
        {
            error = ERROR_INVALID_PARAMETER;
        }

        if (error != 0)
        {
            return error;
        }

        CommTimeouts none = default;
        error = ErrorOf(Kernel32.SetCommTimeouts(file, &none));
        if (error != 0)
        {
            return error;
        }

        _ = Kernel32.SetupComm(file, InputBuffer, OverlappedTransfer.Capacity);
        _ = Kernel32.PurgeComm(file, PURGE_ALL);
        return 0;
    }

    private int Take(Span<byte> buffer, ref int error)
    {
        int count = _input.Finish(out error);
        if (count > 0)
        {
            // Received bytes count even after an error; if the port is gone, the next transfer reports it.
            _input.Bytes(count).CopyTo(buffer);
            error = 0;
            _aborts = 0;
        }
        else if (error == 0 || (error == ERROR_OPERATION_ABORTED && ++_aborts < AbortsInARow))
        {
            // Some drivers cancel a read (after a line error or wake-up) and accept the next one.
            error = ITerminal.TryLater;
        }

        return count;
    }

    private int Waiting()
    {
        uint errors;
        CommStatus status;
        return Kernel32.ClearCommError(_file, &errors, &status) != 0 ? (int)Math.Min(status.InputCount, int.MaxValue) : 0;
    }

    private static int ErrorOf(int result) => result == 0 ? Marshal.GetLastPInvokeError() : 0;
}
