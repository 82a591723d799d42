using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>A configuration as serialised by the firmware: the signature of the layout of its version, then the values.</summary>
/// <remarks>
/// Only firmware with the same signature interprets the values correctly. Before 3.50 there is no signature: values are in its place,
/// and only the same version is known to interpret them.
/// </remarks>
internal sealed class SerialisedConfiguration
{
    /// <summary>Length of the signature in bytes.</summary>
    public const int SignatureLength = 4;

    /// <summary>The largest configuration in bytes that fits a frame after the command: firmware since 3.48 accepts payloads of 512
    /// bytes.</summary>
    public const int MaxLength = 511;

    private SerialisedConfiguration(ConfigurationKind kind, ReadOnlyMemory<byte> bytes,
        bool isSigned) => (Kind, Bytes, IsSigned) = (kind, bytes, isSigned);

    /// <summary>Kind of the configuration.</summary>
    public ConfigurationKind Kind { get; }

    /// <summary>All bytes, starting with the signature if there is one.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it begins with a signature: firmware 3.50 and later.</summary>
    public bool IsSigned { get; }

    /// <summary>The signature of the layout; <see langword="null"/> before 3.50.</summary>
    public uint? Signature => IsSigned ? BinaryPrimitives.ReadUInt32BigEndian(Bytes.Span) : null;

    /// <summary>Creates a configuration from its bytes.</summary>
    /// <param name="kind">Kind of the configuration.</param>
    /// <param name="bytes">Signature and at least one byte of values; at most <see cref="MaxLength"/>.</param>
    /// <param name="isSigned">Whether they begin with a signature: firmware 3.50 and later.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too few or too many bytes.</exception>
    public static SerialisedConfiguration From(ConfigurationKind kind, ReadOnlySpan<byte> bytes, bool isSigned = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, SignatureLength + 1, nameof(bytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxLength, nameof(bytes));
        return new SerialisedConfiguration(kind, bytes.ToArray(), isSigned);
    }

    /// <summary>Whether the other configuration has the same kind and layout, so that one can replace the other.</summary>
    /// <remarks>Before 3.50 only the length can be compared: the caller must know that both are of the same version.</remarks>
    public bool HasLayoutOf(SerialisedConfiguration other) =>
        Kind == other.Kind && Signature == other.Signature && Bytes.Length == other.Bytes.Length;

    /// <summary>Whether all bytes are equal.</summary>
    public bool IsSameAs(SerialisedConfiguration other) => Kind == other.Kind && Bytes.Span.SequenceEqual(other.Bytes.Span);
}
