using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Recovery;

/// <summary>A bootloader that this tool has written whole, every chunk acknowledged, on firmware that cannot read it back.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="Since">When it was written, in UTC.</param>
/// <param name="Ran">Whether a restart through the sector has shown since that a bootloader runs there; <see langword="false"/>: it has
/// shown that none does; <see langword="null"/>: none was tried.</param>
internal sealed record PlacedBootloader(string Image, string Sha256, DateTimeOffset Since, bool? Ran = null);
