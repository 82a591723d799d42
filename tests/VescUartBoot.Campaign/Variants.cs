using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Campaign;

/// <summary>Images as a release has them: of one name a default and a variant, and a build of somebody's own. One byte tells them
/// apart.</summary>
internal static class Variants
{
    public const string Hardware = "60_MK6";

    private const int MarkerOffset = 0x200;
    private const int VersionOffset = 0x208;
    private const int VersionSize = 16;
    private const int Told = 0x2_0010;
    private const int SettingsOffset = 0x4000;
    private const int SettingsEnd = 0xC000;
    private const int CheckWords = 8;

    private static readonly byte[] _marker = "RELEASED"u8.ToArray();
    private static readonly ConcurrentDictionary<(string Version, VariantSetup Variant), byte[]> _made = new();
    private static readonly ConcurrentDictionary<(string Version, VariantSetup Variant), string> _hashes = new();

    /// <summary>The image as it is uploaded.</summary>
    public static byte[] Image(string version, VariantSetup variant) => _made.GetOrAdd((version, variant), static key =>
    {
        byte[] image = SimulatedImage.Firmware(key.Version, Hardware);
        _marker.CopyTo(image, MarkerOffset);
        image[Told] = (byte)key.Variant;
        return image;
    });

    /// <summary>The hash of the image.</summary>
    public static string HashOf(string version, VariantSetup variant) =>
        _hashes.GetOrAdd((version, variant), static key => Convert.ToHexStringLower(SHA256.HashData(Image(key.Version, key.Variant))));

    /// <summary>Which of these images lies at the start of flash; <see langword="null"/>: none that is whole.</summary>
    public static (string Version, VariantSetup Variant)? In(ReadOnlySpan<byte> flash)
    {
        var field = flash.Slice(VersionOffset, VersionSize);
        if (!flash[MarkerOffset..].StartsWith(_marker) || !Enum.IsDefined((VariantSetup)flash[Told]))
        {
            return null;
        }

        string version = Encoding.ASCII.GetString(field[..field.IndexOf((byte)0)]);
        var variant = (VariantSetup)flash[Told];
        ReadOnlySpan<byte> image = Image(version, variant);
        return flash.Length >= image.Length && flash[..SettingsOffset].SequenceEqual(image[..SettingsOffset])
            && flash[SettingsEnd..(image.Length - CheckWords)].SequenceEqual(image[SettingsEnd..^CheckWords])
            ? (version, variant)
            : null;
    }

    /// <summary>The board of <paramref name="options"/>, with the image of a release in place of the simulator's own.</summary>
    public static SimulatedBoardOptions PutInto(SimulatedBoardOptions options, VariantSetup variant)
    {
        var flash = new SimulatedFlash();
        BoardContents.Fill(flash, options);
        byte[] image = Image(options.Firmware, variant);
        flash.Load(0, image.AsSpan(0, SettingsOffset));
        flash.Load(SettingsEnd, image.AsSpan()[SettingsEnd..^CheckWords]);
        return options with
        {
            Flash = flash.ToArray(),
            KnownFirmware = known => In(known.Span) is { } found ? (found.Version, Hardware) : null,
        };
    }
}
