using VescUartBoot.Catalog;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>What surrounds a job: who is told, who is asked.</summary>
public sealed record JobContext
{
    /// <summary>Is told what happens.</summary>
    public IProgress<JobEvent>? Events { get; init; }

    /// <summary>Answers a question; the text says what it is about. Default: no to everything.</summary>
    public Func<JobQuestion, string, ValueTask<bool>> Ask { get; init; } = (_, _) => new ValueTask<bool>(false);

    /// <summary>Remembers what was begun on a board, for the next run. Default: nobody does.</summary>
    public IJobJournal? Journal { get; init; }

    /// <summary>What the job is called in the journal.</summary>
    public string Command { get; init; } = "job";

    /// <summary>Shows from outside what the job has done so far.</summary>
    public JobMonitor? Watch { get; init; }

    /// <summary>The known images.</summary>
    public BootloaderCatalog Catalogue { get; init; } = BootloaderCatalog.Shipped;
}
