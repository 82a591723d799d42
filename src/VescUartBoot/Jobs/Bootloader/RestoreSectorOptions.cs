namespace VescUartBoot.Jobs.Bootloader;

/// <summary>What putting a saved bootloader sector back takes.</summary>
public sealed record RestoreSectorOptions : SectorOptions
{
    /// <summary>The whole sector, 131072 bytes, as it was saved.</summary>
    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>What to call it, such as the name of its file.</summary>
    public required string Name { get; init; }
}
