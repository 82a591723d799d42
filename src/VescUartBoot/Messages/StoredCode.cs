using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>QML or Lisp code as it stands in its sector: an 8-byte header that fits, then the code.</summary>
/// <remarks>Header: length of the code (big-endian), CRC-16 over flags and code, flags. Nothing whose header does not fit can be
/// built.</remarks>
internal sealed class StoredCode
{
    /// <summary>The most bytes with the header: the whole sector.</summary>
    public const int MaxLength = 0x20000;

    private const int HeaderLength = ReadCodeRequest.HeaderLength;
    private const int CrcAt = 4;
    private const int FlagsAt = 6;

    private StoredCode(CodeStore store, ReadOnlyMemory<byte> bytes) => (Store, Bytes) = (store, bytes);

    /// <summary>Which code it is.</summary>
    public CodeStore Store { get; }

    /// <summary>Header and code.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The code without its header.</summary>
    public ReadOnlyMemory<byte> Content => Bytes[HeaderLength..];

    /// <summary>Takes header and code.</summary>
    /// <returns><see langword="null"/>: the header does not fit, or there is no code behind it.</returns>
    public static StoredCode? TryParse(CodeStore store, ReadOnlySpan<byte> bytes) =>
        bytes.Length is > HeaderLength and <= MaxLength
        && BinaryPrimitives.ReadUInt32BigEndian(bytes) == bytes.Length - HeaderLength
        && BinaryPrimitives.ReadUInt16BigEndian(bytes[CrcAt..]) == Crc16.Compute(bytes[FlagsAt..])
            ? new StoredCode(store, bytes.ToArray())
            : null;
}
