using System.Security.Cryptography;
using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>What a file is, by its size, its vectors and its content. Whether it is known, a catalogue tells.</summary>
internal sealed record ImageInspection
{
    private ImageInspection(ImageFile file, ImageClassification verdict)
    {
        (File, Kind, Family, IsSound, Description) = (file, verdict.Kind, verdict.Family, verdict.Sound, verdict.Description);
        var content = file.Content.Span;
        Sha256 = content.IsEmpty ? null : Convert.ToHexStringLower(SHA256.HashData(content));
        if (content.Length >= VectorTable.Length && VectorTable.LookLikeCode(content))
        {
            var vectors = VectorTable.Read(content, FlashAddress.Start, FlashAddress.Size);
            (InitialStack, ResetVector) = (vectors.InitialStack, vectors.Reset);
            Facts = ImageFact.FindIn(content);
        }
    }

    /// <summary>The file and its unpacked bytes.</summary>
    public ImageFile File { get; }

    /// <summary>What it is for.</summary>
    public ImageKind Kind { get; }

    /// <summary>The family of boards that it runs on, where that can be told.</summary>
    public BoardFamily? Family { get; }

    /// <summary>Whether it is whole, fits its place and points nowhere else. Only then may it be written to a board of its
    /// family.</summary>
    public bool IsSound { get; private init; }

    /// <summary>Whether it is a copy of a known image with bits changed or its end missing.</summary>
    public bool IsDamaged { get; private init; }

    /// <summary>What it is, in words that complete "it is …".</summary>
    public string Description { get; private init; }

    /// <summary>SHA-256 of the unpacked bytes, 64 lower-case hexadecimal digits; <see langword="null"/> if there are none.</summary>
    public string? Sha256 { get; }

    /// <summary>The initial stack pointer, if the content looks like a program.</summary>
    public uint? InitialStack { get; }

    /// <summary>The reset vector, if the content looks like a program.</summary>
    public uint? ResetVector { get; }

    /// <summary>What the content says of itself.</summary>
    public IReadOnlyList<ImageFact> Facts { get; } = [];

    /// <summary>The hardware name that the content carries, if it carries one.</summary>
    public string? Hardware => Facts.FirstOrDefault(f => f.Name == ImageFact.Hardware)?.Value;

    /// <summary>Looks at a file.</summary>
    public static ImageInspection Of(ImageFile file) => new(file, ImageClassification.On(file));

    /// <summary>The same file, known to be damaged.</summary>
    /// <param name="description">What it is, in words that complete "it is …".</param>
    internal ImageInspection AsDamaged(string description) => this with { IsSound = false, IsDamaged = true, Description = description };

    /// <summary>Whether a sector of flash with this content would be a bootloader that can run.</summary>
    internal static bool IsBootloader(ReadOnlySpan<byte> content) =>
        ImageClassification.OnContent(content) is { Kind: ImageKind.Bootloader, Family: BoardFamily.Vesc, Sound: true };
}
