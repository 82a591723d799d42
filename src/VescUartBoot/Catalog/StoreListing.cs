using System.Security.Cryptography;
using System.Text;

namespace VescUartBoot.Catalog;

/// <summary>Result of reading an image from the store.</summary>
/// <param name="Content">The bytes, verified by their hash; <see langword="null"/> if they are not in the store.</param>
/// <param name="MovedTo">New path of a damaged file that was moved aside.</param>
internal readonly record struct StoreListing(byte[]? Content, string? MovedTo = null);
