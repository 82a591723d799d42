using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.IO;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Swd;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>The frame of every job on a target: restarts the target at the end, and converts probe errors to a failure.</summary>
internal static class TargetJob
{
    /// <summary>Creates the job. The requested UUID is that of the target, not of the helper.</summary>
    public static (JobRun Session, TargetSession Target) For(Board helper, RescueOptions options)
    {
        var session = new JobRun(helper, options with { Board = null });
        return (session, new TargetSession(session, options.Board));
    }

    /// <summary>Runs the steps, and releases the target however they ended.</summary>
    public static Task<JobFailure?> RunAsync(JobRun session, TargetSession target, Func<Task> steps, CancellationToken stop) =>
        session.RunAsync(() => TranslateAsync(steps), async () =>
        {
            target.Log?.Settle();
            await TranslateAsync(target.ReleaseAsync).ConfigureAwait(false);
        }, stop);

    /// <summary>Saves the content to be erased, and asks the user.</summary>
    /// <returns>The path of the saved content.</returns>
    /// <exception cref="JobStoppedException">The content could not be saved, or may not be erased.</exception>
    public static async Task<string> SaveAsync(JobRun session, RescueOptions options, byte[] content, JobQuestion question, string text)
    {
        session.Begin(JobPhase.Save);
        string savedTo;
        try
        {
            savedTo = options.Save?.Invoke(content) ?? throw new IOException("no place to save to was given");
            session.Report(new JobEvent.SectorSaved(savedTo, content.Length == FlashAddress.Size));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobStoppedException(FailureCode.SaveFailed,
                $"what is in the target's flash could not be saved, so nothing was erased: {IOErrorText.OfWriting(e)}");
        }

        return await session.AskAsync(question, $"What is there now is saved in {savedTo}. {text}").ConfigureAwait(false)
            ? savedTo
            : throw new JobStoppedException(FailureCode.NotAgreed, "erasing the present content was declined");
    }

    /// <summary>Adds the effects of the steps to a result, however they ended.</summary>
    public static RescueResult WithTraces(RescueResult result, JobRun session, TargetSession target) => result with
    {
        After = target.Touch.State is TargetChanges.Flash.Untouched or TargetChanges.Flash.Verified ? result.After
            : BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans, "the job was interrupted"),
        Restarted = result.Target is not null && target.Touch.Runs,
        SavedTo = session.SavedTo,
        BytesWritten = session.Touch.BytesWritten,
    };

    /// <summary>Estimated time of writing and reading: about 20 µs per byte each, and 8 s or 1 s for an erase.</summary>
    public static TimeSpan TimeFor(TargetProgrammer writer, bool erases) =>
        TimeSpan.FromMicroseconds(20.0 * (writer.BytesToWrite + writer.Length))
            + (!erases ? TimeSpan.Zero : writer.Length == FlashAddress.Size ? _massErase : _sectorErase);

    private static readonly TimeSpan _massErase = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan _sectorErase = TimeSpan.FromSeconds(1);

    private static async Task TranslateAsync(Func<Task> steps)
    {
        try
        {
            await steps().ConfigureAwait(false);
        }
        catch (SwdException e)
        {
            throw new JobStoppedException(FailureCode.TargetLost,
                $"the target stopped answering the helper ({e.Message}): a wire is loose, or the target lost its power");
        }
    }
}
