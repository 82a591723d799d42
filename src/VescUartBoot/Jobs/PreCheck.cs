using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs;

/// <summary>Looks into the bootloader sector: opens a way to read it if the owner agrees, and closes what was opened.</summary>
internal static class PreCheck
{
    private const string OpenQuestion =
        "No code is stored on the board, so its flash cannot be read yet. Write 8 zero bytes into the empty QML sector, read, and erase them again at the end?";

    private const string LeftoverQuestion =
        "An earlier run left 8 zero bytes in the otherwise empty QML sector. Erase them at the end?";

    /// <summary>Finds out what the sector holds.</summary>
    public static async Task<BootloaderFinding> FindAsync(JobSession session, IReadOnlyList<BootloaderImage> atHand, CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Check);
        var finding = await OpenPathAsync(session, cancellationToken).ConfigureAwait(false) is { } reason
            ? BootloaderFinding.Unknown(reason)
            : BootloaderFinding.Of(SectorContent.Judge(
                await ReadSectorAsync(session, JobPhase.Check, cancellationToken).ConfigureAwait(false), session.Surroundings.Catalogue, atHand));

        session.Touch.Before = finding.State;
        session.Report(new JobEvent.Found(finding));
        switch (finding.Content?.Kind)
        {
            case SectorKind.Unrecognised:
                session.Warn("bootloaderUnrecognised", "the bootloader on the board is in no catalogue: its vectors fit, but what it does is not known");
                break;

            case SectorKind.KnownWithDataBehind:
                session.Warn("dataBehindBootloader", "something is stored behind the bootloader, a package's data perhaps: it would be lost with it");
                break;
        }

        return finding;
    }

    /// <summary>Reads the whole bootloader sector.</summary>
    public static async Task<byte[]> ReadSectorAsync(JobSession session, JobPhase phase, CancellationToken cancellationToken)
    {
        long start = session.Board.Time.GetTimestamp();
        var sector = await session.Path!.ReadAsync(FlashMap.Bootloader, session.ProgressOf(phase, FlashMap.Bootloader.Length), cancellationToken).ConfigureAwait(false);
        session.TimeToReadSector = session.Board.Time.GetElapsedTime(start);
        return sector;
    }

    /// <summary>Takes back the 8 zero bytes, unless the sector holds more than them.</summary>
    public static async Task CloseAsync(JobSession session)
    {
        if (session.Touch.OpenedIn is not { } code)
        {
            return;
        }

        session.Begin(JobPhase.Undo);
        if (session.Path is not { } path)
        {
            LeaveOpen(session, code, "the flash could not be read afterwards, so nobody knows what else its sector holds");
            return;
        }

        var progress = session.ProgressOf(JobPhase.Undo, code.Sector.Length);
        if (!await path.HoldsOnlyOurZerosAsync(progress, CancellationToken.None).ConfigureAwait(false))
        {
            // It stays known: the 8 zeros are then part of what the owner is told at the end.
            LeaveOpen(session, code, "the sector holds something else too, such as a firmware that was uploaded once: erasing would destroy it");
            return;
        }

        if (await EraseQmlAsync(session, code).ConfigureAwait(false))
        {
            session.Touch.OpenedIn = null;
        }
        else
        {
            LeaveOpen(session, code, "the board refused to erase the sector");
        }
    }

    // Returns why flash cannot be read, or null if it can.
    private static async Task<IReadOnlyList<string>?> OpenPathAsync(JobSession session, CancellationToken cancellationToken)
    {
        var board = session.Board;
        if (board.Capabilities.CodeSectors.Count == 0)
        {
            return [board.Capabilities.IsKnown
                ? $"firmware {board.Identity.Firmware} has no command that reads flash back (5.03 is the first that has)"
                : $"firmware {board.Identity.Firmware} is a vendor's fork: where it keeps what is not known, so nothing far is read from it"];
        }

        var probes = await ReadPath.ProbeAsync(board, cancellationToken).ConfigureAwait(false);
        var (code, state) = probes[^1];
        if (state is not (StoreState.Stored or StoreState.EmptyQml))
        {
            if (await WhyNotOpenAsync(session, probes, cancellationToken).ConfigureAwait(false) is { } reason)
            {
                return reason;
            }

            (code, state) = (board.Capabilities.Qml!, StoreState.EmptyQml);
        }
        else if (state == StoreState.EmptyQml && await MayUndoLeftoverAsync(session).ConfigureAwait(false))
        {
            session.Touch.OpenedIn = code;
        }

        // What was opened must be usable for the undo, so a stop waits until it is.
        session.Path = await ReadPath.UseAsync(board, code, state, CancellationToken.None).ConfigureAwait(false);
        return session.Path is null ? [$"the self-test of reading through {code.Name} failed: what it shows is not this board's flash"] : null;
    }

    private static async Task<IReadOnlyList<string>?> WhyNotOpenAsync(
        JobSession session, IReadOnlyList<(CodeSector Code, StoreState State)> probes, CancellationToken cancellationToken)
    {
        if (!ReadPath.MayOpen(session.Board, probes))
        {
            return [.. probes.Select(p => Explain(session.Board, p.Code, p.State))];
        }

        session.PathCanBeOpened = true;
        bool agreed = session.Options.Method switch
        {
            CheckMethod.Passive => false,
            CheckMethod.Readback => true,
            _ => await session.Surroundings.Ask(JobQuestion.OpenReadPath, OpenQuestion).ConfigureAwait(false),
        };
        if (!agreed)
        {
            return
            [
                .. probes.Select(p => Explain(session.Board, p.Code, p.State)),
                session.Options.Method == CheckMethod.Passive
                    ? "only passive ways were allowed"
                    : "8 zero bytes in the QML sector would open the flash for reading, and were not agreed to (--yes agrees)",
            ];
        }

        var qml = session.Board.Capabilities.Qml!;
        cancellationToken.ThrowIfCancellationRequested();
        session.Touch.OpenedIn = qml;
        if (!await ReadPath.WriteEmptyQmlAsync(session.Board, CancellationToken.None).ConfigureAwait(false))
        {
            session.Touch.OpenedIn = null;
            throw new JobStoppedException(
                FailureCode.WriteRefused,
                "the board refused to write 8 bytes into its QML sector: most likely its motor is not at rest",
                "let the motor come to rest and run the same command again");
        }

        var state = await ReadPath.ProbeAsync(session.Board, qml, CancellationToken.None).ConfigureAwait(false);
        return state == StoreState.EmptyQml ? null : [$"the board took 8 zero bytes for its QML sector, but does not show them ({Explain(session.Board, qml, state)})"];
    }

    private static async ValueTask<bool> MayUndoLeftoverAsync(JobSession session) => session.Options.Method switch
    {
        CheckMethod.Passive => false,
        CheckMethod.Readback => true,
        _ => await session.Surroundings.Ask(JobQuestion.UndoLeftover, LeftoverQuestion).ConfigureAwait(false),
    };

    private static string Explain(Board board, CodeSector code, StoreState state) => state switch
    {
        StoreState.Nothing when code.Store == CodeStore.Qml && board.Identity.Reply.QmlApp is > 0 =>
            "the board tells of a QML app and yet shows none",
        StoreState.Nothing => $"no {code.Name} code is stored that would let flash be read",
        StoreState.Silent => $"the question for {code.Name} code stayed unanswered: this firmware has closed that way",
        StoreState.Foreign => $"its {code.Name} code is compiled in, at an address that is not known: a far read could reset the board",
        _ => $"its {code.Name} code is readable",
    };

    // Refused or unanswered it is asked once more; the header tells what became of it.
    private static async Task<bool> EraseQmlAsync(JobSession session, CodeSector code)
    {
        for (int attempt = 1; attempt <= 2; attempt++)
        {
            await SectorEraser.SendAsync(session.Board, new EraseQmlRequest(), CancellationToken.None).ConfigureAwait(false);
            if (await ReadPath.ProbeAsync(session.Board, code, CancellationToken.None).ConfigureAwait(false) == StoreState.Nothing)
            {
                return true;
            }
        }

        return false;
    }

    private static void LeaveOpen(JobSession session, CodeSector code, string why) =>
        session.Warn("readPathLeftOpen", $"8 zero bytes stay at the start of the {code.Name} sector ({code.Sector.Start}): {why}. They do no harm; the next upload of {code.Name} or firmware erases them");
}
