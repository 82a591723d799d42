using VescUartBoot.Boards;

namespace VescUartBoot.Jobs.Common;

/// <summary>Result of a job. Each job has its own result type.</summary>
public abstract record JobResult
{
    /// <summary>Identity of the board.</summary>
    public required BoardIdentity Board { get; init; }

    /// <summary>Reason why the job did not reach its goal; <see langword="null"/> after success.</summary>
    public JobFailure? Failure { get; init; }

    /// <summary>How the result was verified.</summary>
    public DetectionMethod Verified { get; init; }

    /// <summary>Number of image bytes programmed, without chunks of 0xFF; if none, the bytes written to make flash readable.</summary>
    public int BytesWritten { get; init; }

    /// <summary>What was written to make flash readable, and whether it is undone; <see langword="null"/> if nothing was written.</summary>
    internal ReadPathTrace? ReadPath { get; init; }

    /// <summary>Path of the saved old content, backup or region; <see langword="null"/> if nothing was saved.</summary>
    public string? SavedTo { get; init; }
}
