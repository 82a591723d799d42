using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>Options of reading a region of flash.</summary>
public sealed record DumpOptions : JobOptions
{
    /// <summary>The region.</summary>
    public required FlashRange Range { get; init; }

    /// <summary>Saves the bytes and returns their path.</summary>
    public required Func<ReadOnlyMemory<byte>, string> Save { get; init; }
}
