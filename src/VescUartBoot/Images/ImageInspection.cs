using System.Security.Cryptography;
using VescUartBoot.Chip;

namespace VescUartBoot.Images;

/// <summary>Classification of a file by size, vectors and content, without a catalogue.</summary>
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

    /// <summary>Purpose of the image.</summary>
    public ImageKind Kind { get; }

    /// <summary>The board family on which it runs, if that is known.</summary>
    public BoardFamily? Family { get; }

    /// <summary>Whether it is complete, fits its place, and points nowhere else. Only such an image may be written to a board of its
    /// family.</summary>
    public bool IsSound { get; private init; }

    /// <summary>Whether it is a copy of a known image with changed bits or a missing end.</summary>
    public bool IsDamaged { get; private init; }

    /// <summary>Description that completes "it is …".</summary>
    public string Description { get; private init; }

    /// <summary>SHA-256 of the unpacked bytes, 64 lower-case hexadecimal digits; <see langword="null"/> if there are none.</summary>
    public string? Sha256 { get; }

    /// <summary>The initial stack pointer, if the content looks like a program.</summary>
    public uint? InitialStack { get; }

    /// <summary>The reset vector, if the content looks like a program.</summary>
    public uint? ResetVector { get; }

    /// <summary>Facts found in the content.</summary>
    public IReadOnlyList<ImageFact> Facts { get; } = [];

    /// <summary>The hardware name in the content, if there is one.</summary>
    public string? Hardware => Facts.FirstOrDefault(f => f.Name == ImageFact.Hardware)?.Value;

    /// <summary>Inspects a file.</summary>
    public static ImageInspection Of(ImageFile file) => new(file, ImageClassification.On(file));

    /// <summary>The same file, marked as damaged.</summary>
    /// <param name="description">Description that completes "it is …".</param>
    internal ImageInspection AsDamaged(string description) => this with { IsSound = false, IsDamaged = true, Description = description };

    /// <summary>Whether a flash sector with this content is a bootloader that can run.</summary>
    internal static bool IsBootloader(ReadOnlySpan<byte> content) =>
        ImageClassification.OnContent(content) is { Kind: ImageKind.Bootloader, Family: BoardFamily.Vesc, Sound: true };
}
