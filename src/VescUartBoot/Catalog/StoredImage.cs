using System.Security.Cryptography;
using System.Text;

namespace VescUartBoot.Catalog;

/// <summary>A file of the store, by its name alone: nothing is proved yet.</summary>
/// <param name="Sha256">The hash that it should have.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="OwnName">The name that the user gave it, if it is in no catalogue.</param>
internal sealed record StoredImage(string Sha256, long Length, string? OwnName);
