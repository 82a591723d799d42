using System.Buffers.Binary;
using VescUartBoot.Chip;

namespace VescUartBoot.Messages;

/// <summary>QML or Lisp code as stored in its sector: a valid 8-byte header, then the code.</summary>
/// <remarks>Header: length of the code (big-endian), CRC-16 over flags and code, flags. Code with an invalid header cannot be
/// built.</remarks>
internal sealed class StoredCode
{
    /// <summary>The largest length in bytes, header included: the whole sector.</summary>
    public const int MaxLength = 0x20000;

    private const int HeaderLength = ReadCodeRequest.HeaderLength;
    private const int CrcAt = 4;
    private const int FlagsAt = 6;

    private StoredCode(CodeStore store, ReadOnlyMemory<byte> bytes) => (Store, Bytes) = (store, bytes);

    /// <summary>The store of the code.</summary>
    public CodeStore Store { get; }

    /// <summary>Header and code.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The code without its header.</summary>
    public ReadOnlyMemory<byte> Content => Bytes[HeaderLength..];

    /// <summary>Creates stored code from header and code.</summary>
    /// <returns><see langword="null"/> if the header is invalid or has no code after it.</returns>
    public static StoredCode? TryParse(CodeStore store, ReadOnlySpan<byte> bytes) =>
        bytes.Length is > HeaderLength and <= MaxLength
        && BinaryPrimitives.ReadUInt32BigEndian(bytes) == bytes.Length - HeaderLength
        && BinaryPrimitives.ReadUInt16BigEndian(bytes[CrcAt..]) == Crc16.Compute(bytes[FlagsAt..])
            ? new StoredCode(store, bytes.ToArray())
            : null;
}
