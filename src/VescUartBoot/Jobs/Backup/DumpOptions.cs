using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>What reading a region of flash takes.</summary>
public sealed record DumpOptions : JobOptions
{
    /// <summary>The region.</summary>
    public required FlashRange Range { get; init; }

    /// <summary>Keeps the bytes and returns where.</summary>
    public required Func<ReadOnlyMemory<byte>, string> Save { get; init; }
}
