using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>A configuration as the firmware serialises it: the signature of its version's layout, then the values.</summary>
/// <remarks>
/// Only firmware with the same signature reads the values as they are meant. Before 3.50 there is no signature: values stand in its place,
/// and only the very same version is known to read them.
/// </remarks>
internal sealed class SerialisedConfiguration
{
    /// <summary>Length of the signature in bytes.</summary>
    public const int SignatureLength = 4;

    /// <summary>The most bytes that fit a frame behind the command: firmware since 3.48 takes payloads of 512 bytes.</summary>
    public const int MaxLength = 511;

    private SerialisedConfiguration(ConfigurationKind kind, ReadOnlyMemory<byte> bytes,
        bool isSigned) => (Kind, Bytes, IsSigned) = (kind, bytes, isSigned);

    /// <summary>Which configuration it is.</summary>
    public ConfigurationKind Kind { get; }

    /// <summary>All bytes, the signature first where there is one.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it begins with a signature: since firmware 3.50.</summary>
    public bool IsSigned { get; }

    /// <summary>The signature of the layout; <see langword="null"/> before 3.50.</summary>
    public uint? Signature => IsSigned ? BinaryPrimitives.ReadUInt32BigEndian(Bytes.Span) : null;

    /// <summary>Takes the bytes of a configuration.</summary>
    /// <param name="kind">Which configuration it is.</param>
    /// <param name="bytes">Signature and at least one byte of values; at most <see cref="MaxLength"/>.</param>
    /// <param name="isSigned">Whether they begin with a signature: since firmware 3.50.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are too few or too many.</exception>
    public static SerialisedConfiguration From(ConfigurationKind kind, ReadOnlySpan<byte> bytes, bool isSigned = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, SignatureLength + 1, nameof(bytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxLength, nameof(bytes));
        return new SerialisedConfiguration(kind, bytes.ToArray(), isSigned);
    }

    /// <summary>Whether the other configuration is of the same kind and the same layout, so that one may take the place of the
    /// other.</summary>
    /// <remarks>Before 3.50 the length is all that can be compared here: that both are of the same version is for the caller to
    /// know.</remarks>
    public bool HasLayoutOf(SerialisedConfiguration other) =>
        Kind == other.Kind && Signature == other.Signature && Bytes.Length == other.Bytes.Length;

    /// <summary>Whether every byte is the same.</summary>
    public bool IsSameAs(SerialisedConfiguration other) => Kind == other.Kind && Bytes.Span.SequenceEqual(other.Bytes.Span);
}
