using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Installs a bootloader in sector 11 of a target, and changes nothing else there.</summary>
internal static class InstallOnTarget
{
    /// <summary>Runs the job.</summary>
    /// <param name="helper">The board whose SWD pins are wired to the target.</param>
    /// <param name="options">The image to install, and permissions.</param>
    /// <param name="cancellationToken">Stops the job before the first change; after that change the job finishes first.</param>
    public static async Task<RescueResult> RunAsync(Board helper, RescueOptions options, CancellationToken cancellationToken)
    {
        var (session, target) = TargetJob.For(helper, options);
        var result = new RescueResult { Board = helper.Identity };
        var failure = await TargetJob.RunAsync(session, target, async () =>
        {
            await target.AttachAsync(cancellationToken).ConfigureAwait(false);
            await target.ReadAsync(JobPhase.Check, [FlashMap.Application, FlashMap.Bootloader], cancellationToken).ConfigureAwait(false);
            var found = target.Judge();
            var before = found.Bootloader;
            result = result with { Target = found, Before = before, After = before, Verified = DetectionMethod.Swd };
            if (before.State == BootloaderState.Present && !options.Replace)
            {
                throw new JobStoppedException(FailureCode.BootloaderPresent,
                    $"a bootloader is already there: {before.Content?.ImageName ?? before.Evidence[0]}");
            }

            var image = await TargetImages.ChooseBootloaderAsync(session, options, found.Application.Hardware,
                cancellationToken).ConfigureAwait(false);
            result = result with { Image = image };
            byte[] wanted = TargetSession.CreateBlank();
            image.Content.CopyTo(wanted.AsMemory(FlashMap.Bootloader.Start.Offset));
            var writer = new TargetProgrammer(session, target, wanted, FlashMap.Bootloader);
            bool isOwnHalf = writer.IsReachable || IsOwnDamage(target);
            if (before.State == BootloaderState.Damaged && !isOwnHalf && !options.Replace)
            {
                throw new JobStoppedException(FailureCode.SectorOccupied,
                    $"the bootloader sector is neither blank nor a sound bootloader: {before.Evidence[0]}");
            }

            if (!writer.IsReachable && !await target.Probe.MayEraseSectorsAsync(cancellationToken).ConfigureAwait(false))
            {
                throw NoSectorErase();
            }

            result = result with { Plan = MakePlan(session, image.Name, writer, before) };
            if (options.DryRun)
            {
                return;
            }

            result = await WriteAsync(session, target, writer, options, result, cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);

        session.Begin(JobPhase.Report);
        return TargetJob.WithTraces(result, session, target) with { Failure = failure };
    }

    private static async Task<RescueResult> WriteAsync(
        JobRun session, TargetSession target, TargetProgrammer writer, RescueOptions options, RescueResult result,
        CancellationToken cancellationToken)
    {
        target.Touch.What = "bootloader sector";
        if (!writer.IsReachable)
        {
            session.SavedTo = await TargetJob.SaveAsync(session, options, target.PartOf(FlashMap.Bootloader).ToArray(),
                JobQuestion.Replace, $"Erase it and write {result.Image!.Name}?").ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            Note(session, target, result.Image!, erases: true);
            await EraseAsync(session, target).ConfigureAwait(false);
        }
        else
        {
            cancellationToken.ThrowIfCancellationRequested();
            Note(session, target, result.Image!, erases: false);
        }

        session.Touch.BytesWritten = await writer.WriteAsync(CancellationToken.None).ConfigureAwait(false);
        target.Log!.End(ChangeKind.Bootloader);
        return result with { After = target.JudgeBootloader() };
    }

    // As an install over the board's own port writes it down, so that either of the two can finish it.
    private static void Note(JobRun session, TargetSession target, BootloaderImage image, bool erases)
    {
        var log = target.Log!;
        byte[] before = target.PartOf(FlashMap.Bootloader).ToArray();
        log.Begin(log.Note(ChangeKind.Bootloader, image.Reference) with
        {
            Sha256 = image.Sha256,
            Content = image.Content[..ErasedFlash.LengthWithout(image.Content.Span)].ToArray(),
            Before = erases ? before[..ErasedFlash.LengthWithout(before)] : null,
            BeforeIsOurs = erases && IsOwnDamage(target),
            SavedIn = session.SavedTo ?? log.Find(ChangeKind.Bootloader)?.SavedIn,
        });
    }

    private static bool IsOwnDamage(TargetSession target) =>
        target.Log?.Find(ChangeKind.Bootloader) is { Content: { } content } change
        && InterruptedWrite.Compare(target.PartOf(FlashMap.Bootloader), content, change.Before, change.BeforeIsOurs)
            is InterruptedWriteState.Half or InterruptedWriteState.Remains;

    private static async Task EraseAsync(JobRun session, TargetSession target)
    {
        session.Begin(JobPhase.Erase);
        target.Touch.State = TargetChanges.Flash.EraseSent;
        if (!await target.Probe.EraseAsync(FlashMap.Bootloader, CancellationToken.None).ConfigureAwait(false))
        {
            target.Touch.State = TargetChanges.Flash.Untouched;
            throw NoSectorErase();
        }

        await target.ReadAsync(JobPhase.Check, [FlashMap.Bootloader], CancellationToken.None).ConfigureAwait(false);
        if (target.JudgeBootloader().Content!.Kind != SectorContentKind.Blank)
        {
            throw new JobStoppedException(FailureCode.TargetEraseFailed, "the target's bootloader sector is not blank after its erase");
        }

        target.Touch.State = TargetChanges.Flash.Erased;
    }

    private static JobStoppedException NoSectorErase() => new(FailureCode.SectorEraseUnavailable,
        "the terminal of the helper's firmware has no command that erases one sector of a target");

    private static InstallPlan MakePlan(JobRun session, string name, TargetProgrammer writer, BootloaderStatus before)
    {
        session.Begin(JobPhase.Plan);
        bool erases = !writer.IsReachable;
        string[] steps =
        [
            erases ? "save the bootloader sector, and erase it by the helper's terminal" : "no erase: not needed",
            $"write {name} over SWD, {writer.BytesToWrite} bytes at 0x080E0000",
            "verify: read the whole sector back over SWD and compare",
            "restart the target",
        ];
        var plan = new InstallPlan(erases, writer.BytesToWrite, true,
            erases ? [$"what is in the bootloader sector now: {before.Evidence[0]}"] : [], steps, [], TargetJob.TimeFor(writer, erases));
        session.Report(new JobEvent.Planned(plan));
        return plan;
    }
}
