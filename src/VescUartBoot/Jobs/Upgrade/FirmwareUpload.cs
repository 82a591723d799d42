using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Upgrade;

/// <summary>Uploads one firmware to staging and starts it: rehearse, erase, write, check once more, jump, wait.</summary>
internal sealed class FirmwareUpload(JobRun session, UpgradeImage image, StagedImage stored)
{
    private const int Erases = 3;

    private Board Board => session.Board;

    private BoardChanges Touch => session.Touch;

    /// <summary>Bytes sent from the erase to the jump.</summary>
    public long BytesOnWire { get; private set; }

    /// <summary>A write of no data at the start of staging: the motors are released and the path works, or nothing else is sent.</summary>
    public async Task RehearseAsync(CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Rehearse);
        var reply = await ImitationDetector.RehearseAsync(session, WriteArea.Staging, cancellationToken).ConfigureAwait(false);
        if (!reply.Done)
        {
            throw new JobStoppedException(FailureCode.WriteRefused,
                $"the board refused the rehearsal, a write of no data: {FlashRefusal.Cause(Board)}");
        }
    }

    /// <summary>Fills staging. May be stopped at any chunk: an incomplete image is never installed, because its checksum is
    /// wrong.</summary>
    public async Task StageAsync(CancellationToken cancellationToken)
    {
        long sent = Board.Statistics.BytesSent;
        await EraseAsync(cancellationToken).ConfigureAwait(false);

        session.Begin(JobPhase.Write);
        Touch.Upload = BoardChanges.Staging.Partial;
        session.Staged = stored.Bytes;
        var progress = session.ProgressOf(JobPhase.Write, stored.Bytes.Length);
        var writer = new FlashWriter(Board, WriteArea.Staging);
        if (await writer.WriteAsync(stored.Bytes, progress, cancellationToken).ConfigureAwait(false) is { } refused)
        {
            throw new JobStoppedException(FailureCode.WriteRefused,
                $"the board refused to write at 0x{FlashMap.Staging.Start.Value + refused:X8}");
        }

        Touch.Upload = BoardChanges.Staging.Waiting;
        BytesOnWire = Board.Statistics.BytesSent - sent;
    }

    /// <summary>The last check before the only step that can brick the board: the same board, motors at rest, sufficient supply.</summary>
    /// <remarks>An image that must not be started is made harmless, so that no other tool starts it later.</remarks>
    public async Task RequireReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Board.SendAsync(Board.Who, cancellationToken).ConfigureAwait(false);
            await Preflight.RequireStillFitAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or JobStoppedException)
        {
            if (await StagingArea.InvalidateAsync(Board).ConfigureAwait(false))
            {
                Touch.Upload = BoardChanges.Staging.Partial;
            }

            throw;
        }
    }

    /// <summary>Jumps and waits. Nothing stops it.</summary>
    public async Task<RestartResult?> RestartAsync(RestartOptions options)
    {
        session.Begin(JobPhase.Restart);
        session.Log.MarkStarted();
        Touch.Upload = BoardChanges.Staging.Started;
        session.Path = null;
        var expected = TimeSpan.FromSeconds(9) + TimeSpan.FromSeconds(16e-6 * image.Image.Content.Length);
        var returned = await Board.RestartThroughBootloaderAsync(options,
            session.WaitOf(expected, options.GiveUpAfter, installs: true)).ConfigureAwait(false);
        if (returned is { } back)
        {
            session.Report(new JobEvent.Returned(Board.Identity, back.Elapsed));
        }

        return returned;
    }

    // Whatever the result of the erase, the firmware must forget the erased code before any other request: until then FW_VERSION would
    // crash the board. The reply shows only that no error flag was set, and after a lost reply the result is unknown: an erase may always
    // be repeated.
    private async Task EraseAsync(CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Erase);
        cancellationToken.ThrowIfCancellationRequested();
        session.Log.Begin(session.Log.Note(ChangeKind.Firmware, image.Image.Name) with
        {
            Sha256 = image.Image.Sha256,
            From = Board.Identity.Firmware.ToString(),
            To = image.Version?.ToString(),
            KeptIn = session.KeptIn,
        });
        Touch.Upload = BoardChanges.Staging.EraseSent;
        Touch.RemembersErasedCode = Board.Capabilities.CodeInStaging.Count > 0;
        LosePath();
        for (int attempt = 1; ; attempt++)
        {
            var outcome = await SectorEraser.SendAsync(Board, new EraseNewAppRequest(stored.Bytes.Length),
                CancellationToken.None).ConfigureAwait(false);
            Touch.RemembersErasedCode = !await Board.ForgetErasedCodeAsync(CancellationToken.None).ConfigureAwait(false);
            if (outcome == SectorEraser.Outcome.Done && !Touch.RemembersErasedCode)
            {
                Touch.Upload = BoardChanges.Staging.Partial;
                return;
            }

            if (attempt == Erases)
            {
                throw new JobStoppedException(
                    FailureCode.EraseRefused,
                    outcome == SectorEraser.Outcome.Refused || Touch.RemembersErasedCode
                        ? $"the board refused to erase staging: {FlashRefusal.Cause(Board)}"
                        : "the erase of staging stayed unanswered");
            }
        }
    }

    // From 6.00 on code and staging share sectors: the erase removes the stored code used for reading, and our zeros.
    private void LosePath()
    {
        int end = FlashMap.Staging.Start.Offset + stored.Bytes.Length;
        Touch.CodeErased |= Board.Capabilities.CodeSectors.Any(InErasedPart);
        if (Touch.OpenedIn is { } opened && InErasedPart(opened))
        {
            Touch.OpenedIn = null;
        }

        if (session.Path is { } path && InErasedPart(path.Code))
        {
            session.Path = null;
        }

        bool InErasedPart(CodeSector code) => code.Sector.Start.Offset >= FlashMap.Staging.Start.Offset && code.Sector.Start.Offset < end;
    }
}
