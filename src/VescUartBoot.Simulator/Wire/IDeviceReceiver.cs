using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Wire;

/// <summary>What a board does with the bytes it receives, a frame at a time.</summary>
internal interface IDeviceReceiver
{
    /// <summary>For which motor of the chip the frame is that was taken last.</summary>
    int Motor => 1;

    /// <summary>Takes one byte that came at <paramref name="now"/>.</summary>
    void Append(byte value, TimeSpan now);

    /// <summary>The next good frame in what was taken. Valid until the next call.</summary>
    bool TryTake(out DeviceFrame frame);
}
