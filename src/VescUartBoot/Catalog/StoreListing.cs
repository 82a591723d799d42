using System.Security.Cryptography;
using System.Text;

namespace VescUartBoot.Catalog;

/// <summary>What a look into the store gave.</summary>
/// <param name="Content">The bytes, proved by their hash; <see langword="null"/>: they are not here.</param>
/// <param name="MovedTo">Where a damaged file was moved to.</param>
internal readonly record struct StoreListing(byte[]? Content, string? MovedTo = null);
