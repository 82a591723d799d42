using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Options of a job that writes the bootloader sector.</summary>
public record SectorOptions : JobOptions
{
    /// <summary>Replaces existing content, which is saved first. Default false.</summary>
    public bool Replace { get; init; }

    /// <summary>Saves the old content of the sector and returns its path. An exception stops the job before the erase.</summary>
    public Func<ReadOnlyMemory<byte>, string>? Save { get; init; }
}
