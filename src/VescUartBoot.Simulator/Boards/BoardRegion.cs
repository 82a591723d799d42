using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Simulator.Boards;

/// <summary>A region of flash and its hash.</summary>
/// <param name="Name">application (sector 0), settings (1, 2), code (3 to 6), sector7 to sector10, bootloader.</param>
/// <param name="Offset">Bytes from the start of flash.</param>
/// <param name="Size">Size in bytes.</param>
/// <param name="Sha256">SHA-256 in lower-case hex.</param>
/// <param name="Blank">Whether it is all 0xFF.</param>
public sealed record BoardRegion(string Name, int Offset, int Size, string Sha256, bool Blank);
