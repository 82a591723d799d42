namespace VescUartBoot.Images;

/// <summary>A text in flash that does not occur in any released image.</summary>
/// <param name="At">Its offset from the start of flash.</param>
/// <param name="Text">The text.</param>
internal sealed record SimulatedImageMarker(int At, string Text);
