using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>A firmware that a step of an upgrade sends, and what the board will say of itself when it runs it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Version">The version that it will answer with; <see langword="null"/>: its bytes do not tell.</param>
/// <param name="Hardware">The hardware name that it will answer with; <see langword="null"/>: its bytes do not tell.</param>
/// <param name="Why">Why it is this one.</param>
internal sealed record UpgradeImage(FirmwareImage Image, FirmwareVersion? Version, string? Hardware, string Why)
{
    public string Name => Version is { } version ? $"{Image.Name} ({version})" : Image.Name;

    public bool FitsPlain => Image.Content.Length <= FlashMap.MaxStagedLength;
}
