using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>A firmware that an upgrade step sends, and the identity that the board reports when it runs.</summary>
/// <param name="Image">The image.</param>
/// <param name="Version">The version that the board will report; <see langword="null"/> if the image does not show it.</param>
/// <param name="Hardware">The hardware name that the board will report; <see langword="null"/> if the image does not show it.</param>
/// <param name="Why">Why it was chosen.</param>
internal sealed record UpgradeImage(FirmwareImage Image, FirmwareVersion? Version, string? Hardware, string Why)
{
    public string Name => Version is { } version ? $"{Image.Name} ({version})" : Image.Name;

    public bool FitsPlain => Image.Content.Length <= FlashMap.MaxStagedLength;
}
