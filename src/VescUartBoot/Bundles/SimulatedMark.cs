namespace VescUartBoot.Bundles;

/// <summary>A text in flash that no released image has.</summary>
/// <param name="At">Its offset from the start of flash.</param>
/// <param name="Text">The text.</param>
public sealed record SimulatedMark(int At, string Text);
