namespace VescUartBoot.Boards;

/// <summary>Writes the payload of a request.</summary>
/// <returns>Its length in bytes.</returns>
internal delegate int PayloadWriter(Span<byte> payload);
