using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>
/// The upgrade path for a board whose bootloader cannot be read and for which there is no intermediate firmware: the bootloader is replaced
/// unread, proved by a restart through it, and read back when the new firmware runs.
/// </summary>
/// <remarks>The only exception to the rule that unknown content is never erased unsaved: content that cannot be read cannot be saved, so
/// the user is asked explicitly.</remarks>
internal static class BlindReplacement
{
    /// <summary>Whether the firmware can erase its bootloader but not read it (3.59 to 5.02).</summary>
    public static bool IsPossible(Board board) => board.Capabilities is { ErasesBootloader: true, CodeSectors.Count: 0 };

    /// <summary>Whether the journal has a bootloader that unpacks: this library wrote it, and no restart has shown that it does not
    /// run.</summary>
    public static bool IsPlaced(JobRun session) =>
        session.Log.Placed is { Ran: not false } placed && session.Options.Catalog.Find(placed.Sha256) is { Compression: true };

    /// <summary>Whether it was also seen to run, so that nothing is left to exchange or to prove.</summary>
    public static bool IsProved(JobRun session) => IsPlaced(session) && session.Log.Placed is { Ran: true };

    /// <summary>Asks for the replacement, unless the journal shows that ours is already there, completely or in part: the old one is then
    /// lost already.</summary>
    public static async Task RequireConsentAsync(JobRun session, UpgradeOptions options)
    {
        if (IsPlaced(session) || session.Log.Find(ChangeKind.Bootloader) is { Command: not "restore" })
        {
            return;
        }

        const string Loss = "what is in the bootloader sector now is erased, and it cannot be read, so it cannot be saved";
        if (options.ExchangeUnread)
        {
            session.Warn("exchangeUnread", $"the bootloader is exchanged unread, as requested: {Loss}");
            return;
        }

        string question =
            $"{UpgradeRules.Unread.Says}. Exchange the bootloader unread? {Loss}. The new one is proved by a restart through it before "
                + "any firmware is sent, and read back once the new firmware runs. Do it?";
        if (!await session.Options.Confirm(JobQuestion.ExchangeUnread,
            char.ToUpperInvariant(question[0]) + question[1..]).ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.ExchangeNotAgreed,
                $"{UpgradeRules.Unread.Says}; exchanging it unread was declined");
        }
    }

    /// <summary>Replaces the content and restarts the board through it. From the erase to the last write only a lost link stops
    /// it.</summary>
    /// <returns>The result of the restart: whether a bootloader runs. The new firmware then reads it back byte for byte.</returns>
    public static async Task<BootloaderStatus> RunAsync(JobRun session, UpgradeOptions options, BootloaderImage image,
        CancellationToken cancellationToken)
    {
        if (!IsPlaced(session))
        {
            await SectorProgrammer.WriteUnreadAsync(session, image, cancellationToken).ConfigureAwait(false);
        }

        var finding = await JumpCheck.RunAsync(session, options.Restart, cancellationToken).ConfigureAwait(false);
        if (finding.State == BootloaderState.Present)
        {
            session.Touch.Bootloader = BoardChanges.Sector.Ran;
            return finding;
        }

        throw new JobStoppedException(
            FailureCode.BootloaderNotRunning,
            $"{session.Log.Placed?.Image ?? image.Name} was written, every chunk acknowledged, and a restart through it does not show "
                + $"that it runs: {finding.Evidence[0]}");
    }

    /// <summary>The status that is known without another restart: ours was written, and ran.</summary>
    public static BootloaderStatus Remembered(PlacedBootloader placed) => new(
        BootloaderState.Present,
        DetectionMethod.Jump,
        [
            $"by the journal {placed.Image} was written there on {placed.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, and a restart has "
                + "shown since that a bootloader runs; byte for byte that is not proved"]);
}
