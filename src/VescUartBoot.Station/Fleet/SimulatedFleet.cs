using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Station.Fleet;

/// <summary>Simulated boards of one station in a fleet: their UUIDs differ from those of the others.</summary>
internal static class SimulatedFleet
{
    /// <summary>Gives each board its UUID.</summary>
    public static Func<int, SimulatedBoardOptions, SimulatedBoardOptions> Of(string station) => (number, options) =>
    {
        byte[] uuid = SHA256.HashData(Encoding.UTF8.GetBytes(station))[..12];
        BinaryPrimitives.WriteUInt16BigEndian(uuid.AsSpan(10), (ushort)(2 * number));
        return options with { Uuid = uuid };
    };
}
