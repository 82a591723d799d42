namespace VescUartBoot.Images.Formats;

/// <summary>What a file with addresses holds, from its first to its last byte.</summary>
/// <param name="Address">The address of the first byte.</param>
/// <param name="Content">The bytes; 0xFF where the file names none.</param>
/// <param name="Gaps">Where it names none.</param>
internal readonly record struct FlashContent(uint Address, byte[] Content, IReadOnlyList<Range> Gaps);
