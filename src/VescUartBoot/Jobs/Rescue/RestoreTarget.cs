using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Writes firmware, bootloader and, if they were saved, settings to an empty or damaged target.</summary>
internal static class RestoreTarget
{
    private static readonly FlashRange _all = FlashRange.From(FlashMap.Vectors.Start, FlashAddress.Size);

    /// <summary>Runs the job.</summary>
    /// <param name="helper">The board whose SWD pins are wired to the target.</param>
    /// <param name="options">The images to write, and permissions.</param>
    /// <param name="cancellationToken">Stops between two writes. An incomplete firmware does not start; the next run continues from
    /// it.</param>
    public static async Task<RescueResult> RunAsync(Board helper, RestoreTargetOptions options, CancellationToken cancellationToken)
    {
        var (session, target) = TargetJob.For(helper, options);
        var result = new RescueResult { Board = helper.Identity };
        var failure = await TargetJob.RunAsync(session, target, async () =>
        {
            await target.AttachAsync(cancellationToken).ConfigureAwait(false);
            await target.ReadAsync(JobPhase.Check, [_all], cancellationToken).ConfigureAwait(false);
            var found = target.Judge();
            result = result with { Target = found, Before = found.Bootloader, After = found.Bootloader };

            string hardware = TargetImages.HardwareOf(options, found);
            var firmware = await TargetImages.BringFirmwareAsync(session, options, hardware, cancellationToken).ConfigureAwait(false);
            var bootloader = await TargetImages.ChooseBootloaderAsync(session, options, hardware, cancellationToken).ConfigureAwait(false);
            result = result with { Image = bootloader, Firmware = firmware.Name, Hardware = hardware };
            var writer = new TargetProgrammer(session, target, Compose(options, target, firmware, bootloader), _all);
            RequireRoom(options, writer, found);
            result = result with { Plan = MakePlan(session, firmware.Name, bootloader.Name, writer, found) };
            if (options.DryRun)
            {
                return;
            }

            target.Touch.IsDeadMeanwhile = true;
            target.Touch.HardwareToldByFlash = (options.Hardware ?? options.ForceHardware) is null ? hardware : null;
            if (!writer.IsReachable)
            {
                session.SavedTo = await TargetJob.SaveAsync(session, options, target.Flash.ToArray(), JobQuestion.EraseTarget,
                    "Erase all of the target's flash? Firmware, settings, scripts and bootloader go with it").ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            Note(session, target, firmware, hardware);
            if (!writer.IsReachable)
            {
                await EraseAllAsync(session, target).ConfigureAwait(false);
                result = result with { MassErased = true };
            }

            session.Touch.BytesWritten = await writer.WriteAsync(cancellationToken).ConfigureAwait(false);
            target.Log!.EndAllButBackups();
            result = result with { After = target.JudgeBootloader(), Verified = DetectionMethod.Swd };
        }, cancellationToken).ConfigureAwait(false);

        if (failure is null && !options.DryRun && options.See is { } see)
        {
            session.Begin(JobPhase.Restart);
            result = result with { Seen = await see(target.Uuid, cancellationToken).ConfigureAwait(false) };
        }

        session.Begin(JobPhase.Report);
        return TargetJob.WithTraces(result, session, target) with { Failure = failure };
    }

    private static void Note(JobRun session, TargetSession target, FirmwareImage firmware, string hardware)
    {
        var log = target.Log!;
        log.Begin(log.Note(ChangeKind.Flash, firmware.Name) with
        {
            Sha256 = firmware.Sha256,
            Hardware = hardware,
            SavedIn = session.SavedTo ?? log.Find(ChangeKind.Flash)?.SavedIn,
        });
    }

    private static byte[] Compose(RestoreTargetOptions options, TargetSession target, FirmwareImage firmware, BootloaderImage bootloader)
    {
        byte[] flash = TargetSession.CreateBlank();
        firmware.Content.CopyTo(flash);
        bootloader.Content.CopyTo(flash.AsMemory(FlashMap.Bootloader.Start.Offset));
        var settings = options.KeepSettings ? target.PartOf(FlashMap.Settings).ToArray() : options.Settings;
        settings.CopyTo(flash.AsMemory(FlashMap.Settings.Start.Offset));
        return flash;
    }

    private static void RequireRoom(RestoreTargetOptions options, TargetProgrammer writer, TargetContent found)
    {
        if (!writer.IsReachable && !options.MassErase)
        {
            throw new JobStoppedException(FailureCode.MassEraseNeeded,
                $"the target's flash is not blank ({found.Application.Evidence}), and only an erase of all of it makes room");
        }
    }

    private static async Task EraseAllAsync(JobRun session, TargetSession target)
    {
        session.Begin(JobPhase.Erase);
        target.Touch.State = TargetChanges.Flash.EraseSent;
        short? answer = await target.Probe.EraseAllAsync().ConfigureAwait(false);
        await target.Probe.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        await target.ReadAsync(JobPhase.Check, [_all], CancellationToken.None).ConfigureAwait(false);
        if (!ErasedFlash.Is(target.Flash))
        {
            throw new JobStoppedException(FailureCode.TargetEraseFailed,
                "the target's flash is not blank after its erase "
                    + $"({(answer is { } code ? $"BM_ERASE_FLASH_ALL: {code}" : "no answer came")})");
        }

        target.Touch.State = TargetChanges.Flash.Erased;
    }

    private static InstallPlan MakePlan(JobRun session, string firmware, string bootloader, TargetProgrammer writer, TargetContent found)
    {
        session.Begin(JobPhase.Plan);
        bool erases = !writer.IsReachable;
        string[] steps =
        [
            erases ? "save all of the target's flash to a file, and erase it" : "no erase: not needed",
            $"write {firmware} and {bootloader} over SWD, {writer.BytesToWrite} bytes",
            "verify: read all of the flash back over SWD and compare",
            "restart the target",
        ];
        var plan = new InstallPlan(erases, writer.BytesToWrite, true,
            erases ? [$"all of the target's flash{(found.HasSettings ? ", with its settings" : "")}: {found.Application.Evidence}"] : [],
            steps, [], TargetJob.TimeFor(writer, erases));
        session.Report(new JobEvent.Planned(plan));
        return plan;
    }
}
