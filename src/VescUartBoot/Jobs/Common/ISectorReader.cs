namespace VescUartBoot.Jobs.Common;

/// <summary>Reads the bootloader sector by another means than the port of the board.</summary>
internal interface ISectorReader
{
    /// <summary>Reads the complete sector. The board answers again when it returns.</summary>
    /// <param name="session">The job on that board.</param>
    /// <param name="phase">The step for which it reads.</param>
    /// <param name="cancellationToken">Stops the read; the board runs again in any case.</param>
    Task<byte[]> ReadAsync(JobRun session, JobPhase phase, CancellationToken cancellationToken);
}
