using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>What all jobs take. A value out of its range throws <see cref="OptionRangeException"/>.</summary>
public record JobOptions
{
    /// <summary>Answers a question of the job; the text says what it is about. Default: no to everything.</summary>
    public Func<JobQuestion, string, ValueTask<bool>> Confirm { get; init; } = (_, _) => new ValueTask<bool>(false);

    /// <summary>Receives what happens, on the thread of the job. Default: nobody.</summary>
    public IProgress<JobEvent>? Progress { get; init; }

    /// <summary>Remembers what was begun on a board, for the next run. Default: nobody does.</summary>
    public IJobJournal? Journal { get; init; }

    /// <summary>Name of the job in the journal. Default "job".</summary>
    public string Command { get; init; } = "job";

    /// <summary>Reads the bootloader sector; <see langword="null"/>: the board itself does, over its port.</summary>
    internal ISectorReader? SectorReader { get; init; }

    /// <summary>Shows from any thread what the job has done so far.</summary>
    internal JobMonitor? Monitor { get; init; }

    /// <summary>The known bootloaders. Default: those that the library ships.</summary>
    internal BootloaderCatalog Catalog { get; init; } = BootloaderCatalog.Shipped;

    /// <summary>The board must be this one.</summary>
    public Uuid? Board { get; init; }

    /// <summary>How to look into the sector. Default <see cref="CheckMethod.Auto"/>.</summary>
    public CheckMethod Method { get; init; }

    /// <summary>Small requests of the link check. Default 32, 8..1000.</summary>
    public int LinkCheckRequests { get; init => field = OptionRange.Require(value, 8, 1000); } = 32;

    /// <summary>The least supply in volts. Default <see langword="null"/>: USB power is enough. 0..100.</summary>
    public double? MinVoltage { get; init => field = value is { } volts ? OptionRange.Require(volts, 0, 100) : null; }

    /// <summary>Share of lost or corrupt replies above which a link is refused, in per cent. Default 20, 0..100.</summary>
    public int MaxLossPercent { get; init => field = OptionRange.Require(value, 0, 100); } = 20;
}
