using System.Buffers.Binary;

namespace VescUartBoot.Messages;

/// <summary>The two configurations that every motor controller keeps.</summary>
public enum ConfigurationKind
{
    /// <summary>MCCONF: limits, sensors and control of one motor. Each motor of a dual board has its own.</summary>
    Motor,

    /// <summary>APPCONF: inputs, UART, CAN id and the like, one for the board.</summary>
    App,
}

/// <summary>A configuration as the firmware serialises it: the signature of its version's layout, then the values. Their meaning is not looked into.</summary>
/// <remarks>
/// Only firmware with the same signature reads the values as they are meant. The signature is told by <see cref="Signature"/>, so
/// that a configuration shorter than one cannot be built.
/// </remarks>
public sealed class SerialisedConfiguration
{
    /// <summary>Length of the signature in bytes.</summary>
    public const int SignatureLength = 4;

    /// <summary>The most bytes that fit a frame behind the command: firmware since 3.48 takes payloads of 512 bytes.</summary>
    public const int MaxLength = 511;

    private SerialisedConfiguration(ConfigurationKind kind, ReadOnlyMemory<byte> bytes) => (Kind, Bytes) = (kind, bytes);

    /// <summary>Which configuration it is.</summary>
    public ConfigurationKind Kind { get; }

    /// <summary>All bytes, the signature first.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The signature of the layout.</summary>
    public uint Signature => BinaryPrimitives.ReadUInt32BigEndian(Bytes.Span);

    /// <summary>Takes the bytes of a configuration.</summary>
    /// <param name="kind">Which configuration it is.</param>
    /// <param name="bytes">Signature and at least one byte of values; at most <see cref="MaxLength"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are too few or too many.</exception>
    public static SerialisedConfiguration From(ConfigurationKind kind, ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes.Length, SignatureLength + 1, nameof(bytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxLength, nameof(bytes));
        return new SerialisedConfiguration(kind, bytes.ToArray());
    }

    /// <summary>Whether the other configuration is of the same kind and the same layout, so that one may take the place of the other.</summary>
    public bool HasLayoutOf(SerialisedConfiguration other) =>
        Kind == other.Kind && Signature == other.Signature && Bytes.Length == other.Bytes.Length;

    /// <summary>Whether every byte is the same.</summary>
    public bool IsSameAs(SerialisedConfiguration other) => Kind == other.Kind && Bytes.Span.SequenceEqual(other.Bytes.Span);
}
