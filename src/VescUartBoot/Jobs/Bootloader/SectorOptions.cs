using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>What a job takes that writes the bootloader sector.</summary>
public record SectorOptions : JobOptions
{
    /// <summary>Exchange what is there; it is saved first.</summary>
    public bool Replace { get; init; }

    /// <summary>Saves the old content of the sector and returns where; an exception stops the job before anything is erased.</summary>
    public Func<ReadOnlyMemory<byte>, string>? Save { get; init; }
}
