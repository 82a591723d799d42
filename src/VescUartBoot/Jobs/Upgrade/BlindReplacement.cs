using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>
/// The way to newer firmware for a board that shows no bootloader and has no stepping stone: the bootloader is exchanged unread, proved by
/// a restart through it, and read back once the new firmware runs.
/// </summary>
/// <remarks>The one exception to the rule that nothing unknown is erased unsaved: what cannot be read cannot be saved, so the owner is
/// asked by that name.</remarks>
internal static class BlindReplacement
{
    /// <summary>Whether this board goes this way: its firmware erases its bootloader and cannot show it (3.59 to 5.02).</summary>
    public static bool IsPossible(Board board) => board.Capabilities is { ErasesBootloader: true, CodeSectors.Count: 0 };

    /// <summary>Whether the journal knows a bootloader there that unpacks: it was written by this tool, and no restart has shown that it
    /// does not run.</summary>
    public static bool IsPlaced(JobRun session) =>
        session.Log.Placed is { Ran: not false } placed && session.Options.Catalog.Find(placed.Sha256) is { Compression: true };

    /// <summary>Whether it was also seen to run, so that nothing is left to exchange or to prove.</summary>
    public static bool IsProved(JobRun session) => IsPlaced(session) && session.Log.Placed is { Ran: true };

    /// <summary>Asks for the exchange, unless ours is there already: whole by the journal, or half, and then the old one is lost
    /// already.</summary>
    public static async Task RequireConsentAsync(JobRun session, UpgradeOptions options)
    {
        if (IsPlaced(session) || session.Log.Find(ChangeKind.Bootloader) is { Command: not "restore" })
        {
            return;
        }

        const string Loss = "what is in the bootloader sector now is erased, and it cannot be read, so it cannot be saved";
        if (options.ExchangeUnread)
        {
            session.Warn("exchangeUnread", $"the bootloader is exchanged unread, as you said: {Loss}");
            return;
        }

        string question =
            $"{UpgradeRules.Unread.Says}. Exchange the bootloader unread? {Loss}. The new one is proved by a restart through it before "
                + "any firmware is sent, and read back once the new firmware runs. Do it?";
        if (!await session.Options.Confirm(JobQuestion.ExchangeUnread,
            char.ToUpperInvariant(question[0]) + question[1..]).ConfigureAwait(false))
        {
            throw new JobStoppedException(FailureCode.ExchangeNotAgreed,
                $"{UpgradeRules.Unread.Says}; exchanging it unread was not agreed to");
        }
    }

    /// <summary>Exchanges what is there and restarts the board through it. From the erase to the last write nothing stops it but the
    /// link.</summary>
    /// <returns>What the restart has shown: that a bootloader runs. That it is this one byte for byte is read on the new
    /// firmware.</returns>
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

    /// <summary>What is known without another restart: ours was put there, and ran.</summary>
    public static BootloaderStatus Remembered(PlacedBootloader placed) => new(
        BootloaderState.Present,
        DetectionMethod.Jump,
        [
            $"by the journal {placed.Image} was written there on {placed.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, and a restart has "
                + "shown since that a bootloader runs; byte for byte that is not proved"]);
}
