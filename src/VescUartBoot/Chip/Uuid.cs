using System.Buffers.Binary;

namespace VescUartBoot.Chip;

/// <summary>The 12-byte unique id of the microcontroller of a board. It identifies the board on any port.</summary>
public readonly record struct Uuid
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 12;

    private readonly ulong _head;
    private readonly uint _tail;

    /// <summary>Creates an id from 12 bytes in wire order.</summary>
    public Uuid(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length);
        _head = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _tail = BinaryPrimitives.ReadUInt32BigEndian(bytes[8..]);
    }

    private Uuid(ulong head, uint tail) => (_head, _tail) = (head, tail);

    /// <summary>The id reported by the second motor of a dual board: the last byte plus 1, without carry.</summary>
    public Uuid OfSecondMotor => new(_head, (_tail & 0xFFFFFF00) | ((_tail + 1) & 0xFF));

    /// <summary>Whether bytes 6 to 11 are 0: a 6-byte MAC address with zeros after it, from an ESP32.</summary>
    public bool EndsInSixZeros => (_head & 0xFFFF) == 0 && _tail == 0;

    /// <summary>Parses 24 hexadecimal digits; spaces, colons and dashes between them are ignored.</summary>
    public static bool TryParse(string? text, out Uuid uuid)
    {
        uuid = default;
        string digits = string.Concat((text ?? "").Where(c => c is not (' ' or ':' or '-')));
        if (digits.Length != 2 * Length || !digits.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        uuid = new Uuid(Convert.FromHexString(digits));
        return true;
    }

    /// <summary>24 lower-case hexadecimal digits.</summary>
    public override string ToString() => $"{_head:x16}{_tail:x8}";
}
