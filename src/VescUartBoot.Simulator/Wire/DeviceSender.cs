using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Simulator.Wire;

/// <summary>Encodes payloads as frames like the board, with the limits and bugs of its version.</summary>
internal static class DeviceSender
{
    /// <summary>Returns the frame, or an empty result if this firmware sends nothing.</summary>
    public static byte[] Frame(FirmwareProfile firmware, ReadOnlySpan<byte> payload)
    {
        if ((payload.IsEmpty && !firmware.SendsEmptyFrames) || payload.Length > firmware.MaxPayload)
        {
            return [];
        }

        ushort crc = Crc16.Of(payload);
        byte[] head = payload.Length <= firmware.ShortFormLimit
            ? [2, (byte)payload.Length]
            : [3, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [.. head, .. payload, (byte)(crc >> 8), (byte)crc, 3];
    }
}
