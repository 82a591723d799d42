using System.Runtime.InteropServices;

namespace VescUartBoot.Simulator.Wire;

/// <summary>Decodes the bytes received by a board into frames.</summary>
internal interface IDeviceReceiver
{
    /// <summary>Motor addressed by the last frame.</summary>
    int Motor => 1;

    /// <summary>Adds one byte received at <paramref name="now"/>.</summary>
    void Append(byte value, TimeSpan now);

    /// <summary>Returns the next valid frame in the received bytes. Valid until the next call.</summary>
    bool TryTake(out DeviceFrame frame);
}
