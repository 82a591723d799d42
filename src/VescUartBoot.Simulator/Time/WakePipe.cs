using System.Runtime.InteropServices;
using VescUartBoot.Simulator.Links;

namespace VescUartBoot.Simulator.Time;

/// <summary>A pipe within the process that ends a poll.</summary>
internal sealed class WakePipe : IDisposable
{
    private readonly Lock _gate = new();
    private int _writeEnd;

    public unsafe WakePipe()
    {
        int* ends = stackalloc int[2];
        if (Posix.Pipe(ends) != 0)
        {
            throw new SimulatorException($"No pipe could be made: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        ReadEnd = ends[0];
        _writeEnd = ends[1];
        foreach (int end in (int[])[ends[0], ends[1]])
        {
            _ = Posix.Control(end, Posix.SetDescriptorFlags, Posix.CloseOnExec);
            _ = Posix.Control(end, Posix.SetStatusFlags, Posix.NonBlocking);
        }
    }

    public int ReadEnd { get; }

    public unsafe void Wake()
    {
        lock (_gate)
        {
            byte one = 1;
            if (_writeEnd >= 0)
            {
                _ = Posix.Write(_writeEnd, &one, 1);
            }
        }
    }

    public unsafe void Clear()
    {
        byte* bytes = stackalloc byte[64];
        _ = Posix.Read(ReadEnd, bytes, 64);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_writeEnd >= 0)
            {
                _ = Posix.Close(_writeEnd);
                _ = Posix.Close(ReadEnd);
                _writeEnd = -1;
            }
        }
    }
}
