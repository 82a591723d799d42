using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Firmware and hardware that an image gives a board.</summary>
/// <param name="Firmware">The version.</param>
/// <param name="Hardware">The hardware name.</param>
public sealed record FirmwareIdentity(FirmwareProfile Firmware, string Hardware);
