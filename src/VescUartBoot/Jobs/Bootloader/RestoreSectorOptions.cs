namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Options of restoring a saved bootloader sector.</summary>
public sealed record RestoreSectorOptions : SectorOptions
{
    /// <summary>The complete saved sector, 131072 bytes.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Name for messages, for example the file name.</summary>
    public required string Name { get; init; }
}
