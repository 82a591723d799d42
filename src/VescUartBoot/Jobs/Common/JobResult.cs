using VescUartBoot.Boards;

namespace VescUartBoot.Jobs.Common;

/// <summary>How a job ended, and what it found out. Each job has a result type of its own.</summary>
public abstract record JobResult
{
    /// <summary>Identity of the board.</summary>
    public required BoardIdentity Board { get; init; }

    /// <summary>Reason that the job did not reach its goal; <see langword="null"/> after success.</summary>
    public JobFailure? Failure { get; init; }

    /// <summary>How the result was proved.</summary>
    public DetectionMethod Verified { get; init; }

    /// <summary>Bytes of the image that were programmed, without chunks of 0xFF; where none were, what was written to read flash.</summary>
    public int BytesWritten { get; init; }

    /// <summary>What was written to read flash, and what became of it; <see langword="null"/>: nothing was.</summary>
    internal ReadPathTrace? ReadPath { get; init; }

    /// <summary>Place where the old content, the backup or the region was saved.</summary>
    public string? SavedTo { get; init; }
}
