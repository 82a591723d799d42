namespace VescUartBoot.Jobs.Common;

/// <summary>Reads the bootloader sector in another way than over the board's own port.</summary>
internal interface ISectorReader
{
    /// <summary>Reads the whole sector. The board answers again when it returns.</summary>
    /// <param name="session">The job, whose board it is.</param>
    /// <param name="phase">The step that it belongs to.</param>
    /// <param name="cancellationToken">Stops it; the board is let run all the same.</param>
    Task<byte[]> ReadAsync(JobRun session, JobPhase phase, CancellationToken cancellationToken);
}
