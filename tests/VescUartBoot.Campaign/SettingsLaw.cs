using VescUartBoot.Jobs.Common;
using VescUartBoot.Recovery;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Campaign;

/// <summary>After the last run the settings are the owner's, or somebody has said that they are not.</summary>
internal sealed class SettingsLaw
{
    private const byte Motor = 1;
    private const byte App = 2;
    private const byte SecondMotor = 3;
    private const int SignatureSize = 4;
    private const byte Scramble = 0x3C;

    private readonly string _firmware;
    private readonly Dictionary<byte, byte[]> _owners = [];
    private bool _lost;
    private bool _told;
    private bool _warned;
    private bool _given;

    /// <summary>The owner sets the board up: no value is the factory's.</summary>
    public SettingsLaw(SimulatedBoard board, BoardSetup setup)
    {
        _firmware = setup.Firmware;
        if (setup.Family != SimulatedFamily.Vesc)
        {
            return;
        }

        foreach (byte kind in setup.Dual ? new[] { Motor, App, SecondMotor } : [Motor, App])
        {
            if (SettingsForm.Of(setup.Profile, board.Options.Hardware, kind == App) is { } form)
            {
                byte[] own = form.Defaults.ToArray();

                // Every value but the CAN id, which would give the board another name.
                own[IdAt(setup.Profile)] = kind == App ? board.Options.CanId : own[IdAt(setup.Profile)];
                own = OwnersSettings.Scramble(own, Scramble);
                form.ReadBack(own);
                new SettingsPages(board.Flash).Store(kind, own);
                _owners.Add(kind, own);
            }
        }
    }

    public void Add(JobRecord job, Action<Breach> broken)
    {
        bool lost = IsLost(job);
        _told &= _lost || !lost;
        _lost = lost;
        _told |= job.Warned("settingsDefault") || job.Code == FailureCode.SettingsNotRestored || NamesWhatIsLost(job);
        _warned |= job.BoardState.Contains("settings", StringComparison.Ordinal) || job.Said(ChangeKind.Firmware);

        // The owner wants others, or nobody can know what was left: the law has nothing to say any more.
        _given |= job.Step.Kind == JobKind.Restore && Truth.Changed(job.Before, job.After).Exists(s => s is 1 or 2);
        _given |= job.PageTorn || (job.AccidentStruck && job.Step.Accident!.Kind is AccidentKind.DiskFull or AccidentKind.DiskFullOnce);

        // An upgrade that came to its end has put them back or says that it cannot: that an earlier one was broken off is not enough.
        bool ended = job is { Step.Kind: JobKind.Upgrade, Result.Failure: null };
        if (job.IsGoal && job.Result is not null && lost && !_told && !_given && (ended || !_warned))
        {
            broken(new Breach("settings", job.Index, "the settings are not the owner's any more, and nobody has said so"));
        }
    }

    // Each setting of the owner that the firmware has no equal for is named in the result.
    private static bool NamesWhatIsLost(JobRecord job) => (job.Result?.Upgrade?.Settings?.Parts ?? [])
        .SelectMany(p => p.Settings)
        .Any(o => o.OwnerSet != false && o.Fate is SettingFate.Dropped or SettingFate.NewDefault or SettingFate.NeedsPerson);

    private static int IdAt(FirmwareProfile firmware) =>
        new Version(firmware.Major, firmware.Minor) < new Version(3, 50) ? 0 : SignatureSize;

    // In another version than the owner's the values stand elsewhere; there it is looked for defaults that nobody replaced.
    private bool IsLost(JobRecord job) => job.BoardAfter.Firmware is { } firmware && _owners.Any(own => firmware == _firmware
        ? !Truth.HasSetting(job.After, own.Key, firmware, own.Value)
        : Truth.Setting(job.After, own.Key) is null);
}
