using System.Buffers.Binary;

namespace VescUartBoot.Images.Formats;

/// <summary>Reads the segments that a 32-bit ELF program for ARM loads into flash.</summary>
internal static class Elf32
{
    /// <summary>Length of the header in bytes.</summary>
    public const int HeaderLength = 52;
    private const int ProgramHeaderLength = 32;
    private const int MaxProgramHeaders = 64;
    private const int Load = 1;
    private const int Executable = 2;
    private const int Arm = 40;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ImageFormatException">An error, with its offset or program header.</exception>
    public static FlashContent Read(ReadOnlyMemory<byte> file)
    {
        var header = file.Span;
        RequireHeader(header);
        uint table = Word(header, 28);
        int entry = Half(header, 42);
        int count = Half(header, 44);
        if (count is 0 or > MaxProgramHeaders || entry < ProgramHeaderLength || table + ((long)count * entry) > header.Length)
        {
            throw new ImageFormatException(
                $"offset 28: {count} program headers of {entry} bytes at {table} do not lie within the file's {header.Length} bytes");
        }

        var pieces = new SparseImage("program header");
        for (int i = 0; i < count; i++)
        {
            var program = header.Slice((int)table + (i * entry), ProgramHeaderLength);
            var (type, offset, address, length) = (Word(program, 0), Word(program, 4), Word(program, 12), Word(program, 16));
            if (type != Load || length == 0)
            {
                continue;
            }

            if ((long)offset + length > header.Length)
            {
                throw new ImageFormatException(
                    $"program header {i}: its {length} bytes at offset {offset} reach beyond the file's {header.Length} bytes, so its end "
                        + "is missing");
            }

            if ((long)address + length > 1L + uint.MaxValue)
            {
                throw new ImageFormatException($"program header {i}: its data reaches beyond the last address");
            }

            pieces.Add(address, file.Slice((int)offset, (int)length), i);
        }

        return pieces.Join();
    }

    private static void RequireHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderLength)
        {
            throw new ImageFormatException($"offset {header.Length}: the file ends inside its header");
        }

        string? problem = (header[4], header[5], Half(header, 16), Half(header, 18)) switch
        {
            (2, _, _, _) => "offset 4: it is a 64-bit program, for a computer",
            (not 1, _, _, _) => $"offset 4: {header[4]} is not a class of ELF file",
            (_, not 1, _, _) => "offset 5: it is not little-endian",
            (_, _, _, not Arm) => $"offset 18: it is for another processor ({Machine(Half(header, 18))}), not for ARM",
            (_, _, not Executable, _) => "offset 16: it is not linked to addresses (an object file or a library, not a program)",
            _ => null,
        };
        if (problem is not null)
        {
            throw new ImageFormatException(problem);
        }
    }

    private static string Machine(int machine) => machine switch
    {
        3 => "x86",
        94 => "Xtensa, an ESP32",
        243 => "RISC-V, such as an ESP32-C3",
        _ => $"number {machine}",
    };

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static int Half(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
