using System.Security.Cryptography;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.IO;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Programs the bootloader sector: rehearse, save the old content, erase if needed, write, read back.</summary>
internal static class SectorProgrammer
{
    /// <summary>Runs the steps. After the erase only a lost link stops them.</summary>
    /// <param name="session">The job.</param>
    /// <param name="options">Permissions, and where the old content is saved.</param>
    /// <param name="name">The content: a path, or a name from a catalogue. A later run finds it by that.</param>
    /// <param name="content">Content of the sector from its start; the rest is blank.</param>
    /// <param name="before">The present content.</param>
    /// <param name="cancellationToken">Stops before the first change of the sector.</param>
    public static async Task RunAsync(
        JobRun session, SectorOptions options, string name, ReadOnlyMemory<byte> content, BootloaderStatus before,
        CancellationToken cancellationToken)
    {
        var writer = new SectorWriter(session, content, sector => KeepForeignAsync(session, options, name, sector));
        await writer.RehearseAsync(cancellationToken).ConfigureAwait(false);
        session.SavedTo = await SaveAsync(session, options, name, before).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        bool erases = before.State != BootloaderState.Absent && session.Board.Capabilities.ErasesBootloader;
        session.Log.Begin(session.Log.Note(ChangeKind.Bootloader, name) with
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span)),
            Content = content[..ErasedFlash.LengthWithout(content.Span)].ToArray(),
            Before = erases && before.State != BootloaderState.Unknown
                ? session.SectorBefore[..ErasedFlash.LengthWithout(session.SectorBefore)]
                : null,
            BeforeIsOurs = erases && before.IsOwnDamage,

            // After several interrupted runs the user wants the content back that the first of them saved.
            SavedIn = session.SavedTo ?? session.Log.Find(ChangeKind.Bootloader)?.SavedIn,
        });

        // From here on a stop would leave the board worse than it was.
        if (erases || await writer.FindsForeignWhereItWritesAsync().ConfigureAwait(false))
        {
            await writer.EraseAsync().ConfigureAwait(false);
        }

        session.Touch.BytesWritten = await writer.WriteAsync().ConfigureAwait(false);
        if (!session.ReadsSector)
        {
            session.Touch.Unprovable = true;
            session.Log.End(ChangeKind.Bootloader);
            if (options is InstallOptions)
            {
                session.Log.Remember(new PlacedBootloader(name, Convert.ToHexStringLower(SHA256.HashData(content.Span)),
                    session.Board.Time.GetUtcNow()));
            }

            throw new JobStoppedException(
                FailureCode.WrittenUnverified,
                $"{name} is written, every chunk acknowledged, and this firmware offers no way to read it back");
        }

        await writer.VerifyAsync().ConfigureAwait(false);
        session.Log.End(ChangeKind.Bootloader);
    }

    /// <summary>Erases the sector and writes a bootloader on firmware that cannot read the sector before or after.</summary>
    /// <param name="session">The job; the user has agreed.</param>
    /// <param name="image">The bootloader.</param>
    /// <param name="cancellationToken">Stops before the erase.</param>
    public static async Task WriteUnreadAsync(JobRun session, BootloaderImage image, CancellationToken cancellationToken)
    {
        var writer = new SectorWriter(session, image.Content);
        await writer.RehearseAsync(cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        session.Log.Begin(session.Log.Note(ChangeKind.Bootloader, image.Reference) with
        {
            Sha256 = image.Sha256,
            Content = image.Content[..ErasedFlash.LengthWithout(image.Content.Span)].ToArray(),
        });
        await writer.EraseAsync().ConfigureAwait(false);
        session.Touch.BytesWritten = await writer.WriteAsync().ConfigureAwait(false);
        session.Touch.Unprovable = true;
        session.Log.End(ChangeKind.Bootloader);
        session.Log.Remember(new PlacedBootloader(image.Name, image.Sha256, session.Board.Time.GetUtcNow()));
    }

    /// <summary>Adds the effects of the steps to a result, however they ended.</summary>
    public static T WithTraces<T>(T result, JobRun session)
        where T : BootloaderJobResult
    {
        var after = session.Touch.Bootloader switch
        {
            BoardChanges.Sector.Untouched or BoardChanges.Sector.Verified or BoardChanges.Sector.Ran => result.After,
            BoardChanges.Sector.Erased => new BootloaderStatus(
                BootloaderState.Absent, session.ReadsSector ? session.HowRead : DetectionMethod.None,
                ["the sector was erased again"]),
            BoardChanges.Sector.Written when !session.ReadsSector =>
                BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans,
                    "every chunk was acknowledged, which proves nothing: this firmware cannot be read back"),
            _ => BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans, "the job was interrupted"),
        };
        return result with
        {
            After = after,
            SavedTo = session.SavedTo,
            BytesWritten = session.Touch.BytesProgrammed,
            ReadPath = session.Touch.ReadPath,
            Placed = session.Log.Placed
        };
    }

    // Returns the path, or null if there is nothing to save.
    private static async Task<string?> SaveAsync(JobRun session, SectorOptions options, string name, BootloaderStatus before)
    {
        // Our own incomplete write has no value, and the rest after our own erase is saved already.
        if (before.State is not (BootloaderState.Present or BootloaderState.Damaged) || before.IsOwnDamage)
        {
            return null;
        }

        session.Begin(JobPhase.Save);
        string savedTo = Save(session, options, session.SectorBefore, "so nothing was erased");
        if (!await session.AskAsync(JobQuestion.Replace,
            $"The present content is saved in {savedTo}. Erase it and write {name}?").ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.NotAgreed, "erasing the present content was declined");
        }

        return savedTo;
    }

    // Another program stored data in the sector after it was read, as native packages do from 6.06 on.
    private static async Task KeepForeignAsync(JobRun session, SectorOptions options, string name, ReadOnlyMemory<byte> sector)
    {
        string savedTo = Save(session, options, sector, "so it was not erased again");
        session.SavedTo ??= savedTo;
        session.Log.Amend(ChangeKind.Bootloader, change => change with { SavedIn = change.SavedIn ?? savedTo });
        if (!await session.AskAsync(
            JobQuestion.Replace,
            $"Something else has stored data in the sector meanwhile, as native packages do. All of it is saved in {savedTo}. Erase the "
                + $"sector and write {name}?").ConfigureAwait(false))
        {
            throw new JobStoppedException(
                FailureCode.NotAgreed,
                "other data has been stored in the sector meanwhile, and erasing it was declined");
        }
    }

    private static string Save(JobRun session, SectorOptions options, ReadOnlyMemory<byte> sector, string consequence)
    {
        try
        {
            string savedTo = options.Save?.Invoke(sector) ?? throw new IOException("no place to save to was given");
            session.Report(new JobEvent.SectorSaved(savedTo));
            return savedTo;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JobStoppedException(FailureCode.SaveFailed,
                $"the present content of the sector could not be saved, {consequence}: {IOErrorText.OfWriting(e)}");
        }
    }
}
