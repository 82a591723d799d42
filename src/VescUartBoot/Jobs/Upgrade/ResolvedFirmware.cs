using VescUartBoot.Images;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>A firmware, what the catalogue knows of it, and why it is this one.</summary>
/// <param name="Image">The firmware.</param>
/// <param name="Recognition">Its version and the hardware that it is for, with the evidence: see
/// <see cref="ImageRecognition.TieTo"/>.</param>
/// <param name="Why">Why it is this one, in words that complete "because …".</param>
internal sealed record ResolvedFirmware(FirmwareImage Image, ImageRecognition Recognition, string Why);
