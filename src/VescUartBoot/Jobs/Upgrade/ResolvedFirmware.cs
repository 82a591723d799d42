using VescUartBoot.Images;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>A firmware, its catalogue data, and why it was chosen.</summary>
/// <param name="Image">The firmware.</param>
/// <param name="Recognition">Its version and hardware, with the evidence: see <see cref="ImageRecognition.TieTo"/>.</param>
/// <param name="Why">Why it was chosen, in words that complete "because …".</param>
internal sealed record ResolvedFirmware(FirmwareImage Image, ImageRecognition Recognition, string Why);
