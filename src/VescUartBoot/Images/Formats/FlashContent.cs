namespace VescUartBoot.Images.Formats;

/// <summary>Content of a file with addresses, from its first to its last byte.</summary>
/// <param name="Address">The address of the first byte.</param>
/// <param name="Content">The bytes; 0xFF where the file defines none.</param>
/// <param name="Gaps">Ranges that the file does not define.</param>
internal readonly record struct FlashContent(uint Address, byte[] Content, IReadOnlyList<Range> Gaps);
