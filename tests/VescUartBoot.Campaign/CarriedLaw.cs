using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Hosting.Simulation;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Campaign;

/// <summary>After an upgrade that says settings are back, each value is found as it was, or as the rule says, or was named to the owner.
/// It is read from flash with a decoder of its own, after a power cycle.</summary>
internal sealed class CarriedLaw
{
    /// <summary>The word for it.</summary>
    public const string Law = "carried";

    private const int Changes = 14;
    private const int IdAt = 4;
    private const int FirstOfTwoMotors = 2;
    private const float FieldOriented = 2;
    private const byte Motor = 1;
    private const byte App = 2;
    private const byte SecondMotor = 3;
    private const string Hardware = "60_MK6";

    private static readonly string[] _releases = ["3.66", "4.02", "5.02", "5.03", "6.00", "6.02", "6.05", "6.06", "7.00"];
    private static readonly string[][] _down = [["7.00", "6.05"], ["6.05", "5.03"], ["7.00", "5.03"], ["7.00", "6.05", "5.03"]];

    private readonly Action<string> _broken;
    private readonly string[] _versions;
    private readonly bool _dual;
    private readonly bool _accepts;
    private readonly SettingsMode _mode;
    private SimulatedRandom _random;
    private string _from = "";
    private string _to = "";

    private CarriedLaw(int seed, Action<string> broken)
    {
        _broken = broken;
        _random = new SimulatedRandom((ulong)seed ^ 0x5E77_1465);
        if (_random.Next(4) == 0)
        {
            _versions = _down[_random.Next(_down.Length)];
        }
        else
        {
            int from = _random.Next(_releases.Length - 1);
            _versions = [_releases[from], _releases[from + 1 + _random.Next(_releases.Length - from - 1)]];
        }

        _dual = _random.Next(6) == 0 && Array.IndexOf(_releases, _versions[0]) >= FirstOfTwoMotors;
        _accepts = _random.Next(3) == 0;
        _mode = _random.Next(4) == 0 ? SettingsMode.Keep : SettingsMode.Merge;
    }

    /// <summary>Tries one pair of versions.</summary>
    public static void Check(int seed, Action<string> broken) => new CarriedLaw(seed, broken).Run();

    private void Run()
    {
        var clock = new ManualClock { RunLimit = TimeSpan.FromMinutes(60) };
        using var simulated = new SimulatedBoard(
            new SimulatedBoardOptions
            {
                Firmware = _versions[0],
                Hardware = Hardware,
                Bootloader = Contents.Present.Content,
                DualMotor = _dual,
                Timing = BoardTiming.Off,
            },
            clock);
        SetUp(simulated);
        Restart(simulated, clock);
        foreach (var (from, to) in _versions.Zip(_versions.Skip(1)))
        {
            (_from, _to) = (from, to);
            var before = Kinds.ToDictionary(kind => kind, kind => new PlainDecoder(Held(simulated, from, kind)));
            List<string> warnings = [];
            var result = clock.Run(() => UpgradeAsync(simulated, clock, warnings));
            if (result.Failure is { } failure)
            {
                Break($"nothing went wrong, and the upgrade ended with {failure.Code}: {failure.Message}");
                return;
            }

            Restart(simulated, clock);
            foreach (byte kind in Kinds)
            {
                if (result.Upgrade!.Settings?.Parts.FirstOrDefault(r => r.Part == PartOf(kind)) is { State: PartState.Restored } outcome)
                {
                    Judge(
                        new Sides(
                            before[kind],
                            new PlainDecoder(Defaults(simulated, from, kind)),
                            new PlainDecoder(Held(simulated, to, kind)),
                            new PlainDecoder(Defaults(simulated, to, kind))),
                        outcome.Settings,
                        warnings);
                }
                else
                {
                    string parts = string.Join("; ", result.Upgrade.Settings?.Parts ?? []);
                    Break($"nothing went wrong, and the {PartOf(kind)} is not back: {parts}");
                }
            }
        }
    }

    // What it runs with is what it has stored.
    private static void Restart(SimulatedBoard board, ManualClock clock)
    {
        board.PowerCycle(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(10));
    }

    private byte[] Kinds => _dual ? [Motor, SecondMotor, App] : [Motor, App];

    private static BackupPartKind PartOf(byte kind) => kind switch
    {
        App => BackupPartKind.AppConfiguration,
        SecondMotor => BackupPartKind.SecondMotorConfiguration,
        _ => BackupPartKind.MotorConfiguration,
    };

    private static SettingsForm FormOf(string firmware, byte kind) =>
        SettingsForm.Of(FirmwareProfiles.Named(firmware), Hardware, kind == App)!;

    private static byte[] Defaults(SimulatedBoard board, string firmware, byte kind)
    {
        byte[] defaults = FormOf(firmware, kind).Defaults.ToArray();
        defaults[IdAt] = kind == App ? board.Options.CanId : defaults[IdAt];
        return defaults;
    }

    private static byte[] Held(SimulatedBoard board, string firmware, byte kind) =>
        Truth.Setting(board.Flash.ToArray(), kind) ?? Defaults(board, firmware, kind);

    private void SetUp(SimulatedBoard board)
    {
        var profile = FirmwareProfiles.Named(_versions[0]);
        foreach (byte kind in Kinds)
        {
            var form = FormOf(_versions[0], kind);
            byte[] own = Draw(Defaults(board, _versions[0], kind));
            if (kind != App)
            {
                // Hardware with two motors takes no other type.
                if (_dual)
                {
                    form.Find("motor_type")!.Value.Write(own, FieldOriented);
                }

                HardwareLimits.Of(profile, Hardware).Apply(profile, form, _dual, own);
            }

            form.ReadBack(own);
            new SettingsPages(board.Flash).Store(kind, own);
        }

    }

    private async Task<UpgradeResult> UpgradeAsync(SimulatedBoard simulated, ManualClock clock, List<string> warnings)
    {
        await using var board = await Board.ConnectAsync(simulated.CreateLinkSource(), new BoardOptions(), clock).ConfigureAwait(false);
        return await UpgradeFirmware.RunAsync(
            board,
            new UpgradeOptions
            {
                Target = new FirmwareTarget.Release(_to),
                Firmware = new SimulatedFirmware(named: null!),
                Catalog = Contents.Catalogue,
                Bootloader = new InstallOptions { Image = Contents.Present },
                AllowDowngrade = true,
                AssumeBootloader = true,
                Settings = _mode,
                Keep = _ => "kept",
                Confirm = (question, _) => new ValueTask<bool>(question != JobQuestion.AcceptSettings || _accepts),
                Progress = new SynchronousProgress<JobEvent>(e => warnings.AddRange(e is JobEvent.Warned w ? [w.Message] : [])),
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    // Some values of the owner's, each of its kind and in its range. What names the board or is measured stays.
    private byte[] Draw(byte[] defaults)
    {
        var settings = new PlainDecoder(defaults);
        string[] names = [.. settings.Names.Where(n => n is not ("controller_id" or "can_baud_rate")
            && !IsMeasured(n))];
        for (int i = 0; i < Changes; i++)
        {
            string name = names[_random.Next(names.Length)];
            string[] labels = [.. settings.Labels(name)];
            double present = settings.Number(name);
            double value = settings.Type(name) switch
            {
                "bool" => _random.Next(2),
                "enum" => _random.Next(labels.Length),
                "bitfield" => labels.Select((l, bit) => l == "Unused" ? 0 : _random.Next(2) << bit).Sum(),
                "int" => Math.Round(present * (0.5 + _random.NextDouble())) + _random.Next(2),
                _ => present == 0 ? _random.NextDouble() : present * (0.5 + _random.NextDouble()),
            };
            if (settings.Allows(name, value))
            {
                settings.Set(name, value);
            }
        }

        return settings.Bytes;
    }

    private void Judge(Sides sides, IReadOnlyList<SettingOutcome> told, IReadOnlyList<string> warnings)
    {
        var (owner, standard, held, fresh) = sides;
        foreach (string name in owner.Names.Where(n => owner.Text(n) != standard.Text(n)))
        {
            var outcome = told.FirstOrDefault(o => o.FormerNames.Contains(name)) ?? told.FirstOrDefault(o => o.Name == name);
            bool asItWas = held.Has(name) && IsOfOneKind(held.Type(name), owner.Type(name))
                && IsSame(held, name, owner.Text(name), owner.Number(name));
            if (CarriedRules.Expected(owner, name, _from, _to) is { } rule
                && outcome is { Fate: SettingFate.Converted or SettingFate.Kept, Accepted: false })
            {
                bool isByRule = held.Type(rule.Name) == "bitfield" ? held.Number(rule.Name) == rule.Number
                    : IsSame(held, rule.Name, rule.Text, rule.Number);
                if (!isByRule && !warnings.Any(w => w.Contains(rule.Name, StringComparison.Ordinal)))
                {
                    Break(
                        $"{name} was {owner.Text(name)}; by the rule {rule.Name} is {rule.Text}, and the board has {held.Text(rule.Name)}");
                }
            }
            else if (!asItWas && !IsNamed(outcome, name, warnings))
            {
                Break(
                    $"{name} was {owner.Text(name)}, the board has {(held.Has(name) ? held.Text(name) : "no such setting")}, and nobody "
                        + "said so");
            }
        }

        foreach (string name in held.Names)
        {
            bool warned = warnings.Any(w => w.Contains(name, StringComparison.Ordinal));
            if (told.FirstOrDefault(o => o.Name == name) is not { After: { } after } outcome)
            {
                Break($"nothing is said of {name}");
            }
            else if (!warned && held.Type(name) is not "bitfield" && !Says(held, name, after))
            {
                Break($"{name} is said to be {after}, and the board has {held.Text(name)}");
            }
            else if (!warned && !IsMeasured(name) && outcome.Fate == SettingFate.NewDefault
                && !IsSame(held, name, fresh.Text(name), fresh.Number(name)))
            {
                Break($"{name} is said to be the new default, {fresh.Text(name)}, and the board has {held.Text(name)}");
            }
            else if (!warned && outcome is { Fate: SettingFate.Kept, FormerNames: [] } && owner.Has(name)
                && IsOfOneKind(held.Type(name), owner.Type(name)) && !IsSame(held, name, owner.Text(name), owner.Number(name)))
            {
                Break($"{name} is said to be kept; it was {owner.Text(name)}, and the board has {held.Text(name)}");
            }
        }
    }

    private void Break(string what) => _broken($"{_from} → {_to}{(_dual ? ", two motors" : "")}, {_mode}: {what}");

    // What is called its default is what the board has measured.
    private static bool IsMeasured(string name) => name.StartsWith("foc_offsets_", StringComparison.Ordinal);

    private static bool IsNamed(SettingOutcome? outcome, string name, IReadOnlyList<string> warnings) =>
        outcome is { Fate: SettingFate.NeedsPerson or SettingFate.Dropped or SettingFate.Converted }
        || outcome is { Fate: SettingFate.NewDefault, Reason: not null }
        || warnings.Any(w => w.Contains(name, StringComparison.Ordinal));

    private static bool IsOfOneKind(string one, string other) => one == other || (one is "int" or "double" && other is "int" or "double");

    private static bool IsSame(PlainDecoder held, string name, string text, double number) => held.Has(name) && (held.Type(name) switch
    {
        "enum" or "bitfield" => held.Text(name) == text,
        "bool" => held.Number(name) == number,
        _ => IsNear(held, name, number),
    });

    private static bool Says(PlainDecoder held, string name, string after) =>
        held.Text(name) == after
        || (double.TryParse(after, System.Globalization.CultureInfo.InvariantCulture, out double number) && IsNear(held, name, number));

    private static bool IsNear(PlainDecoder held, string name, double number) =>
        Math.Abs(held.Number(name) - number) <= (2.01 * held.Step(name, number)) + (Math.Abs(number) * 1e-6);

    // What the owner had, the default of that firmware, what the board holds now, and the default of the firmware of now.
    private sealed record Sides(PlainDecoder Owner, PlainDecoder Standard, PlainDecoder Held, PlainDecoder Fresh);
}
