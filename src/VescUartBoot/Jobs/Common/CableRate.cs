using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;

namespace VescUartBoot.Jobs.Common;

/// <summary>The CAN baud rate of the board with the cable, which follows another board. It is recorded in the journal of the board with the
/// cable until that board is back at its own rate.</summary>
internal static class CableRate
{
    /// <summary>Lets the board with the cable switch between its own rate and another one from now on.</summary>
    /// <returns>Whether its settings can be read.</returns>
    public static async Task<bool> FollowAsync(JobRun session, string rate, bool isPlan, CancellationToken cancellationToken)
    {
        var board = session.Board;
        if (board.LocalRates is not null)
        {
            return true;
        }

        var (isKnown, who) = await board.AskCableAsync(new FirmwareVersionRequest(), cancellationToken).ConfigureAwait(false);
        var cable = isKnown ? new BoardIdentity(who!) : null;
        if (cable?.Uuid is null)
        {
            return false;
        }

        var (isRead, here) = await board.AskCableAsync(Question(cable.Firmware), cancellationToken).ConfigureAwait(false);
        if (!isRead || BusSettings.Of(here!)?.Rate is not { } now)
        {
            return false;
        }

        session.CableLog = new JournalSession(session, cable.Uuid);
        session.CableLog.Recall();
        string own = session.CableLog.Find(ChangeKind.CanBaud)?.From ?? now;
        string other = own == now ? rate : now;
        if (own == other)
        {
            return true;
        }

        if (!isPlan && session.CableLog.Find(ChangeKind.CanBaud) is null)
        {
            var note = session.CableLog.Note(ChangeKind.CanBaud, $"{board.Identity.Uuid}");
            session.CableLog.Begin(note with { From = own, To = other });
        }

        board.LocalRates = new LocalRates(With(here!, own), With(here!, other), isAway: own != now, IsForNow(cable.Firmware));
        return true;
    }

    /// <summary>Ends the record if both boards are at their own rate, and reports if the one with the cable is not.</summary>
    public static void End(JobRun session, bool isDone)
    {
        if (session.Board.LocalRates is { MayBeAway: true })
        {
            session.Warn("canBaudMoved",
                "the board with the cable is at the CAN baud rate at which the other one was last found, not at its own");
        }
        else if (isDone)
        {
            session.CableLog?.End(ChangeKind.CanBaud);
        }
        else if (session.Touch.Upload < BoardChanges.Staging.Started)
        {
            session.CableLog?.EndIfMine(ChangeKind.CanBaud);
        }
    }

    /// <summary>Puts the own rate of this board back, which an interrupted job on another board has changed, unless the work on that board
    /// is not complete.</summary>
    public static async Task PutBackAsync(JobRun session, CancellationToken cancellationToken)
    {
        if (session.Board.IsBehindCan || session.Log.Find(ChangeKind.CanBaud) is not { From: { } own } note)
        {
            return;
        }

        var here = await session.Board.SendAsync(Question(session.Board.Identity.Firmware), cancellationToken).ConfigureAwait(false);
        if (BusSettings.Of(here)?.Rate == own)
        {
            session.Log.End(ChangeKind.CanBaud);
        }
        else if (Uuid.TryParse(note.What, out var followed) && Open(session.Options.Journal, followed) is not { Count: 0 })
        {
            session.Warn("canBaudMoved",
                $"the board is not at its own CAN baud rate {own}, until the work on the board {followed} is done");
        }
        else
        {
            await SetAsync(session.Board, here, own, cancellationToken).ConfigureAwait(false);
            session.Log.End(ChangeKind.CanBaud);
            session.Warn("canBaudBack", $"the board is back at its own CAN baud rate {own}");
        }
    }

    /// <summary>Scans at the other of the two rates for the board that an interrupted job has followed, if it is not found at the present
    /// one.</summary>
    public static async Task<CanScan> ScanOtherAsync(
        Board board, JobJournal? journal, CanScan scan, Func<Task<CanScan>> again, CancellationToken cancellationToken)
    {
        if (board.Identity.Uuid is not { } uuid
            || Open(journal, uuid)?.FirstOrDefault(c => c.Kind == ChangeKind.CanBaud) is not { From: { } own, To: { } other } note
            || Has(scan))
        {
            return scan;
        }

        var here = await board.SendAsync(Question(board.Identity.Firmware), cancellationToken).ConfigureAwait(false);
        if (BusSettings.Of(here)?.Rate is not { } now)
        {
            return scan;
        }

        await SetAsync(board, here, now == own ? other : own, cancellationToken).ConfigureAwait(false);
        if (await again().ConfigureAwait(false) is var there && Has(there))
        {
            return there;
        }

        await SetAsync(board, here, now, cancellationToken).ConfigureAwait(false);
        return scan;

        bool Has(CanScan found) => found.Nodes.Any(n => $"{n.Uuid}" == note.What);
    }

    // The job on the board reports a page that cannot be read.
    private static IReadOnlyList<InterruptedChange>? Open(JobJournal? journal, Uuid board)
    {
        try
        {
            return journal?.Read(board).Changes;
        }
        catch (JournalException)
        {
            return null;
        }
    }

    private static Task<ConfigurationStored> SetAsync(
        Board board, SerialisedConfiguration here, string rate, CancellationToken cancellationToken) => board.SendAsync(
            SetConfigurationRequest.InPlaceOf(here, With(here, rate)) with { IsForNow = IsForNow(board.Identity.Firmware) },
            cancellationToken).AsTask();

    private static GetConfigurationRequest Question(FirmwareVersion firmware) =>
        new(ConfigurationKind.App) { Unsigned = !Capabilities.SignsConfigurations(firmware) };

    private static SerialisedConfiguration With(SerialisedConfiguration configuration, string rate) =>
        BoardSettings.Decode(configuration).With(BusSettings.RateName, rate).Settings!.Encode();

    // From 6.00 on without storing: the next start of the board restores its own rate.
    private static bool IsForNow(FirmwareVersion firmware) => firmware.HasFeaturesOf(6, 0);
}
