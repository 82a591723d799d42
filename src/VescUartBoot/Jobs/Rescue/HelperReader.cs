using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Swd;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Reads the bootloader sector of the board of a job over SWD, by a helper: an independent proof, and the only one for firmware
/// that cannot be read over its own port.</summary>
/// <param name="helper">The board whose SWD pins are wired to those of the board of the job.</param>
internal sealed class HelperReader(Board helper) : ISectorReader
{
    private static readonly TimeSpan _backWithin = TimeSpan.FromSeconds(30);

    private bool _agreed;

    public async Task<byte[]> ReadAsync(JobRun session, JobPhase phase, CancellationToken cancellationToken)
    {
        // The board is about to be halted, so all checks of its motors come before.
        await session.Motors.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (session.Board.Identity.Uuid is not { } uuid)
        {
            throw new JobStoppedException(FailureCode.OtherBoard,
                "the board tells no UUID, so nothing proves that the helper is wired to this one");
        }

        var own = new JobRun(helper, session.Options with
        {
            Board = null,
            SectorReader = null,
            Journal = null,
            Monitor = null,
            Confirm = (question, text) => _agreed ? new ValueTask<bool>(true) : session.Options.Confirm(question, text),
        });
        var target = new TargetSession(own, uuid);
        var failure = await TargetJob.RunAsync(own, target, async () =>
        {
            await target.AttachAsync(cancellationToken).ConfigureAwait(false);
            _agreed = true;
            await target.ReadAsync(phase, [FlashMap.Bootloader], cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null)
        {
            throw new JobStoppedException(failure.Code,
                $"{failure.Message}{target.Touch.HaltAdvice}");
        }

        await session.Board.WaitUntilItAnswersAsync(_backWithin, CancellationToken.None).ConfigureAwait(false);
        return target.PartOf(FlashMap.Bootloader).ToArray();
    }
}
