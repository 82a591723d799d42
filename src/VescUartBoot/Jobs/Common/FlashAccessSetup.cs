using VescUartBoot.Boards;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Common;

/// <summary>Opens a way to read flash for a job, with the consent of the user if that needs a change, and undoes the change.</summary>
internal static class FlashAccessSetup
{
    private const int UndoTries = 3;
    private const int Looks = 3;

    private const string OpenQuestion =
        "To read the flash of the board, 8 zero bytes must be written into its empty QML sector; they are erased again at the end. "
            + "Firmware and settings are not touched. Write them?";

    private const string LeftoverQuestion =
        "An earlier run left 8 zero bytes in the QML sector. Erase them at the end, if it holds nothing else?";

    /// <summary>Opens a way to read flash, or returns why there is none. On success <see cref="JobRun.Path"/> is set.</summary>
    public static async Task<BootloaderStatus?> OpenAsync(JobRun session, CancellationToken cancellationToken)
    {
        var board = session.Board;
        if (board.Capabilities.CodeSectors.Count == 0)
        {
            return BootloaderStatus.Unknown(
                ProbeSuggestion.OtherMeans,
                board.Capabilities.IsKnown
                    ? $"firmware {board.Identity.Firmware} has no command that reads flash back (5.03 is the first that has)"
                    : $"firmware {board.Identity.Firmware} is a vendor's fork: its flash layout is not known, so its flash is not read");
        }

        var probing = FlashAccess.ProbeAsync(board, cancellationToken);
        var probes = board.Capabilities.SaysNothingStored ? await probing.ConfigureAwait(false)
            : await session.Motors.AwaitMeanwhileAsync(probing, cancellationToken).ConfigureAwait(false);
        var (code, state) = probes[^1];
        bool left = await TakeUpLeftAsync(session, probes).ConfigureAwait(false);
        if (state == StoreState.EmptyQml
            && (left || await MayChangeAsync(session, JobQuestion.UndoLeftover, LeftoverQuestion).ConfigureAwait(false)))
        {
            BeginOpening(session, code);
            session.Touch.FoundOpen = true;
        }

        if (state is not (StoreState.Stored or StoreState.EmptyQml))
        {
            List<string> explained = probes.All(p => IsNothing(board, p))
                ? [$"flash can be read only while {string.Join(" or ", probes.Select(p => p.Code.Name))} code is stored, and none is"]
                : [.. probes.Select(p => Explain(board, p.Code, p.State))];
            if (!FlashAccess.MayOpen(board, probes))
            {
                return BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans, explained);
            }

            if (!await MayChangeAsync(session, JobQuestion.OpenReadPath, OpenQuestion).ConfigureAwait(false))
            {
                bool passive = session.Options.Method == CheckMethod.Passive;
                explained.Add(passive ? "only passive methods were allowed"
                    : "the 8 zero bytes that make it readable were not allowed");
                return BootloaderStatus.Unknown(passive ? ProbeSuggestion.Readback : ProbeSuggestion.Agreement, explained);
            }

            await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (await WriteEmptyQmlAsync(session).ConfigureAwait(false) is { } reason)
            {
                return BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans, reason);
            }

            code = board.Capabilities.Qml!;
        }

        // The opened store must be usable for the undo, so a stop waits until it is.
        session.Path = await FlashAccess.UseAsync(board, code, CancellationToken.None).ConfigureAwait(false);
        return session.Path is not null
            ? null
            : BootloaderStatus.Unknown(ProbeSuggestion.OtherMeans,
                $"the self-test of reading through {code.Name} failed: it does not show this board's flash");
    }

    /// <summary>Erases the 8 zero bytes, unless the sector holds other content too.</summary>
    /// <param name="session">The job.</param>
    /// <param name="stop">Cancelled if the user stops the job: a board that is silent or disconnected is then not waited for.</param>
    public static async Task CloseAsync(JobRun session, CancellationToken stop)
    {
        if (session.Touch.OpenedIn is not { } code
            || (stop.IsCancellationRequested && !await session.Board.AnswersNowAsync().ConfigureAwait(false)))
        {
            return;
        }

        session.Begin(JobPhase.Undo);
        if (session.Path is not { } path)
        {
            LeaveOpen(session, code, "the flash could not be read afterwards, so other content of the sector is not known");
            return;
        }

        var progress = session.ProgressOf(JobPhase.Undo, code.MaxCode);
        if (!await path.HoldsOnlyOurOwnAsync(code, session.Staged, progress, CancellationToken.None).ConfigureAwait(false))
        {
            LeaveOpen(session, code,
                "the sector holds other data too, such as an uploaded firmware, which an erase would destroy");
            session.Log.End(ChangeKind.ReadPath);
            return;
        }

        if (await EraseQmlAsync(session, code).ConfigureAwait(false))
        {
            session.Touch.OpenedIn = null;
            session.Touch.LeftoverErasedIn = session.Touch.FoundOpen ? code : null;
        }
        else
        {
            LeaveOpen(session, code, "the board did not confirm the erase");
        }
    }

    private static async ValueTask<bool> MayChangeAsync(JobRun session, JobQuestion question, string text) => session.Options.Method switch
    {
        CheckMethod.Passive => false,
        CheckMethod.Readback => true,
        _ => await session.AskAsync(question, text).ConfigureAwait(false),
    };

    // Whether the 8 zero bytes are known to be ours, so that they may be erased without another question: the user agreed at the time.
    private static async Task<bool> TakeUpLeftAsync(JobRun session, IReadOnlyList<(CodeSector Code, StoreState State)> probes)
    {
        if (session.Log.Find(ChangeKind.ReadPath) is null || session.Board.Capabilities.Qml is not { } qml
            || session.Options.Method == CheckMethod.Passive)
        {
            return false;
        }

        if (probes[^1] is { Code.Store: CodeStore.Qml, State: var last })
        {
            if (last is StoreState.Nothing or StoreState.Stored)
            {
                session.Log.End(ChangeKind.ReadPath);
            }

            return last == StoreState.EmptyQml;
        }

        // Lisp was stored in the meantime and is used for reading; the zeros are erased as well.
        if (await FlashAccess.ProbeAsync(session.Board, qml, CancellationToken.None).ConfigureAwait(false) == StoreState.EmptyQml)
        {
            BeginOpening(session, qml);
            session.Touch.FoundOpen = true;
        }
        else
        {
            session.Log.End(ChangeKind.ReadPath);
        }

        return false;
    }

    private static void BeginOpening(JobRun session, CodeSector code)
    {
        session.Log.Begin(session.Log.Note(ChangeKind.ReadPath, code.Name));
        session.Touch.OpenedIn = code;
    }

    private static async Task<bool> SendZerosAsync(JobRun session)
    {
        bool done = await FlashAccess.WriteEmptyQmlAsync(session.Board, CancellationToken.None).ConfigureAwait(false);
        session.Touch.BytesToRead += done ? ReadCodeRequest.HeaderLength : 0;
        return done;
    }

    // Returns why nothing was opened. Cannot be stopped between the first byte sent and the check of the header.
    private static async Task<string?> WriteEmptyQmlAsync(JobRun session)
    {
        var qml = session.Board.Capabilities.Qml!;
        BeginOpening(session, qml);
        long commands = session.Board.Statistics.Commands;
        if (!await TryWriteEmptyQmlAsync(session).ConfigureAwait(false))
        {
            // Only a request that was sent once and refused has certainly written nothing.
            session.Touch.OpenedIn = session.Board.Statistics.Commands - commands == 1 ? null : qml;
            throw new JobStoppedException(
                FailureCode.WriteRefused,
                $"the board refused to write 8 bytes into its QML sector: {FlashRefusal.Cause(session.Board)}");
        }

        var state = StoreState.Nothing;
        for (int look = 1; look <= Looks && state == StoreState.Nothing; look++)
        {
            // A late "nothing" that answers the request before the write may be taken for the first answer here.
            state = await FlashAccess.ProbeAsync(session.Board, qml, CancellationToken.None).ConfigureAwait(false);
        }

        return state == StoreState.EmptyQml ? null
            : $"the board accepted 8 zero bytes for its QML sector, but does not show them ({Explain(session.Board, qml, state)})";
    }

    private static async Task<bool> TryWriteEmptyQmlAsync(JobRun session)
    {
        try
        {
            return await SendZerosAsync(session).ConfigureAwait(false);
        }
        catch (ReplyTimeoutException)
        {
            try
            {
                await ImitationDetector.StopIfSoAsync(session).ConfigureAwait(false);
            }
            catch (JobStoppedException)
            {
                // A device that does not know the command has written nothing, and no later run could undo it.
                session.Touch.OpenedIn = null;
                session.Log.End(ChangeKind.ReadPath);
                throw;
            }

            throw;
        }
    }

    // Repeated if it is refused or unanswered. "Nothing is stored" alone does not prove the erase: an erase interrupted by a power cut
    // leaves some bits of the header, and from 6.06 on such a sector would not be erased before code is written. So the zeros are written
    // once more and erased again, until the board confirms the erase.
    private static async Task<bool> EraseQmlAsync(JobRun session, CodeSector code)
    {
        for (int attempt = 1; attempt <= UndoTries; attempt++)
        {
            var outcome = await SectorEraser.SendAsync(session.Board, new EraseCodeRequest(CodeStore.Qml),
                CancellationToken.None).ConfigureAwait(false);
            bool done = outcome == SectorEraser.Outcome.Done;
            session.Touch.ErasesAfterReading += outcome == SectorEraser.Outcome.Refused ? 0 : 1;
            var state = await FlashAccess.ProbeAsync(session.Board, code, CancellationToken.None,
                done ? 1 : FlashAccess.SilentProbes).ConfigureAwait(false);
            if (state == StoreState.Nothing && (done || !await SendZerosAsync(session).ConfigureAwait(false)))
            {
                return done;
            }
        }

        return false;
    }

    private static bool IsNothing(Board board, (CodeSector Code, StoreState State) probe) =>
        probe.State == StoreState.Nothing && !(probe.Code.Store == CodeStore.Qml && board.Identity.Reply.QmlApp is > 0);

    private static string Explain(Board board, CodeSector code, StoreState state) => state switch
    {
        StoreState.Nothing when code.Store == CodeStore.Qml && board.Identity.Reply.QmlApp is > 0 =>
            "the board reports a QML app but shows none",
        StoreState.Nothing => $"no {code.Name} code is stored, through which flash is read",
        StoreState.Silent => $"the firmware does not answer requests for {code.Name} code",
        StoreState.Foreign =>
            $"its {code.Name} code is compiled in at an unknown address, or was erased unnoticed since the board started: a far read could "
                + "reset the board",
        _ => $"its {code.Name} code is readable",
    };

    /// <summary>Reports that the zero bytes stay, and why.</summary>
    internal static void LeaveOpen(JobRun session, CodeSector code, string why) =>
        session.Warn("readPathLeftOpen",
            $"8 zero bytes stay at the start of the {code.Name} sector ({code.Sector.Start}): {why}. The next upload of {code.Name} or "
                + "firmware erases them"
                + $"{(code.IsInStaging ? "; an upload of firmware by another program may restart the board at that moment" : "")}");
}
