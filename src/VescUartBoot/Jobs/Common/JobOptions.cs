using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Options of all jobs. A value outside its range throws <see cref="OptionRangeException"/>.</summary>
public record JobOptions
{
    /// <summary>Answers a question of the job; the text describes it. Default: no to every question.</summary>
    public Func<JobQuestion, string, ValueTask<bool>> Confirm { get; init; } = (_, _) => new ValueTask<bool>(false);

    /// <summary>Receives the events, on the thread of the job. Default: none.</summary>
    public IProgress<JobEvent>? Progress { get; init; }

    /// <summary>Records the changes begun on a board, for the next run. Default: none.</summary>
    public JobJournal? Journal { get; init; }

    /// <summary>Name of the job in the journal. Default "job".</summary>
    public string Command { get; init; } = "job";

    /// <summary>Reads the bootloader sector; <see langword="null"/> to read it through the port of the board.</summary>
    internal ISectorReader? SectorReader { get; init; }

    /// <summary>Shows what the job has done so far, from any thread.</summary>
    internal JobMonitor? Monitor { get; init; }

    /// <summary>The known bootloaders. Default: those shipped with the library.</summary>
    internal BootloaderCatalog Catalog { get; init; } = BootloaderCatalog.Shipped;

    /// <summary>UUID that the board must have. Default: any.</summary>
    public Uuid? Board { get; init; }

    /// <summary>Method of the sector check. Default <see cref="CheckMethod.Auto"/>.</summary>
    public CheckMethod Method { get; init; }

    /// <summary>Number of small requests in the link check. Default 32, range 8 to 1000.</summary>
    public int LinkCheckRequests { get; init => field = OptionRange.Require(value, 8, 1000); } = 32;

    /// <summary>Minimum supply voltage in volts, range 0 to 100. Default <see langword="null"/>: USB power is enough.</summary>
    public double? MinVoltage { get; init => field = value is { } volts ? OptionRange.Require(volts, 0, 100) : null; }

    /// <summary>Largest accepted share of lost or corrupt replies, in per cent. Default 20, range 0 to 100.</summary>
    public int MaxLossPercent { get; init => field = OptionRange.Require(value, 0, 100); } = 20;
}
