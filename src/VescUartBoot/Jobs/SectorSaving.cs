namespace VescUartBoot.Jobs;

/// <summary>Before anything is erased: what is in the bootloader sector is saved, and the owner says yes.</summary>
internal static class SectorSaving
{
    /// <returns>Where it was saved; <see langword="null"/>: there is nothing to save.</returns>
    public static async Task<string?> SaveAsync(JobSession session, SectorOptions options, string name, BootloaderFinding before)
    {
        if (before.State is not (BootloaderState.Present or BootloaderState.Damaged))
        {
            return null;
        }

        session.Begin(JobPhase.Save);
        string savedTo;
        try
        {
            savedTo = options.Save?.Invoke(session.SectorBefore) ?? throw new IOException("no place to save to was given");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobStoppedException(
                FailureCode.SaveFailed,
                $"the present content of the sector could not be saved, so nothing was erased: {e.Message}");
        }

        if (!await session.Surroundings.Ask(JobQuestion.Replace, $"The present content is saved in {savedTo}. Erase it and write {name}?").ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.NotAgreed, "the present content may not be erased without the owner's yes");
        }

        return savedTo;
    }
}
