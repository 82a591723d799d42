namespace VescUartBoot.Catalog;

/// <summary>The windows of the images of one folder.</summary>
/// <param name="At">Their offsets from the start of flash.</param>
/// <param name="Files">Of each file the first digits of the SHA-256 over its windows.</param>
internal sealed record HardwareFingerprints(IReadOnlyList<int> At, IReadOnlyDictionary<string, string> Files);
