using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Decides from the content of the bootloader sector whether and how a job writes it.</summary>
internal static class InstallDecision
{
    private static readonly TimeSpan _eraseTime = TimeSpan.FromSeconds(1);

    /// <summary>Stops the job unless it may continue.</summary>
    /// <returns>What only a real run can determine; empty in a real run.</returns>
    public static IReadOnlyList<string> Require(JobRun session, SectorOptions options, BootloaderStatus before)
    {
        var (dryRun, assumeAbsent) = options is InstallOptions install ? (install.DryRun, install.AssumeAbsent) : (false, false);
        var capabilities = session.Board.Capabilities;
        if (options.Replace && before.State != BootloaderState.Absent && !capabilities.ErasesBootloader)
        {
            throw new JobStoppedException(
                FailureCode.EraseUnsupported,
                (capabilities.IsKnown
                    ? $"firmware {session.Board.Identity.Firmware} cannot erase its bootloader sector (3.59 is the first that can)"
                    : $"firmware {session.Board.Identity.Firmware} is a vendor's fork: whether it can erase its bootloader sector is not "
                        + "known")
                + ", and writing over what is there would destroy both");
        }

        switch (before.State)
        {
            case BootloaderState.Present when !options.Replace:
                throw new JobStoppedException(
                    FailureCode.BootloaderPresent,
                    $"a bootloader is already there: {before.Content?.ImageName ?? before.Evidence[0]}"
                        + (before.Content?.Image is { Compression: false } ? "; it is too old for firmware 6.00 and later" : ""));

            case BootloaderState.Damaged when before.IsOwnDamage:
                return [];

            case BootloaderState.Damaged when !options.Replace:
                throw new JobStoppedException(
                    FailureCode.SectorOccupied,
                    $"the bootloader sector is neither blank nor an intact bootloader: {before.Evidence[0]}");

            case BootloaderState.Unknown when dryRun && before.WayToTell == ProbeSuggestion.Readback:
                return [
                    "whether a bootloader is there; reading the flash writes 8 zero bytes into the empty QML sector and erases them again"];

            case BootloaderState.Unknown when assumeAbsent && before.WayToTell == ProbeSuggestion.OtherMeans:
                session.Warn(
                    "assumedAbsent",
                    "it is assumed that no bootloader is there. " + (capabilities.ErasesBootloader
                        ? "If one is there it is erased and lost; the new one takes its place, unproved"
                        : "If one is there it is destroyed, and the new one too: this firmware cannot erase the sector first"));
                return [];

            case BootloaderState.Unknown:
                InterruptedWrite.RequireNone(session);
                throw new JobStoppedException(
                    FailureCode.BootloaderUnknown,
                    $"it is not known whether a bootloader is there: {string.Join("; ", before.Evidence)}");

            default:
                return [];
        }
    }

    /// <summary>Creates the plan.</summary>
    public static InstallPlan MakePlan(JobRun session, string name, BootloaderStatus before, IReadOnlyList<string> undecided,
        int bytesToWrite)
    {
        session.Begin(JobPhase.Plan);
        bool erases = before.State != BootloaderState.Absent && undecided.Count == 0 && session.Board.Capabilities.ErasesBootloader;
        bool verifies = session.ReadsSector || undecided.Count > 0;
        bool saves = before is { State: BootloaderState.Present or BootloaderState.Damaged, IsOwnDamage: false };

        List<string> steps = [];
        if (saves)
        {
            steps.Add("save the old content of the bootloader sector to a file");
        }

        steps.Add(erases
            ? "erase the bootloader sector, 128 KB at 0x080E0000"
            : before.State == BootloaderState.Absent ? "no erase: the bootloader sector is blank"
            : undecided.Count > 0 ? "erase: decided when the sector has been read"
            : "no erase: this firmware cannot");
        steps.Add($"write {name}, {bytesToWrite} bytes at 0x080E0000");
        steps.Add(verifies && session.HowRead == DetectionMethod.Swd ? "verify: read the whole sector over SWD, by the helper, and compare"
            : verifies ? "verify: read the whole sector back and compare"
            : "no verify: this firmware cannot be read back");
        if (session.Touch.OpenedIn is { } opened)
        {
            steps.Add($"clean up: erase the 8 zero bytes in the {opened.Name} sector");
        }

        List<string> lost = saves ? [$"what is in the bootloader sector now: {before.Evidence[0]}"] : [];
        if (before.Content?.Kind is SectorContentKind.KnownWithDataBehind or SectorContentKind.Damaged or SectorContentKind.NoBootloader
            && session.Board.Capabilities.PackagesUseBootloaderSector)
        {
            lost.Add("data that a package may keep in this sector (firmware 6.06 and later)");
        }

        // 16 µs a byte to program and about 1 ms a request; reading is as fast as the link.
        var expected = TimeSpan.FromMicroseconds((16.0 * bytesToWrite) + (1000.0 * bytesToWrite / 384))
            + (erases ? _eraseTime : TimeSpan.Zero)
            + (session.Touch.OpenedIn is null ? TimeSpan.Zero : _eraseTime)
            + (verifies ? session.TimeToReadSector : TimeSpan.Zero);
        var plan = new InstallPlan(erases, bytesToWrite, verifies, lost, steps, undecided, expected);
        session.Report(new JobEvent.Planned(plan));
        return plan;
    }

    /// <summary>Stops a dry run that leaves a question open: it is not a success.</summary>
    public static void StopDryRun(InstallPlan plan)
    {
        if (plan.Undecided.Count > 0)
        {
            throw new JobStoppedException(FailureCode.BootloaderUnknown, $"only the real run finds out {plan.Undecided[0]}");
        }
    }
}
