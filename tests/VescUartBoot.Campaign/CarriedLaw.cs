using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Settings;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Campaign;

/// <summary>Settings of one firmware, put on the board with another: after a job that says they are back, each value that the owner set is
/// found as it was, or as the rule says, or was named to the owner. It is read with a decoder of its own, after a power cycle.</summary>
internal sealed class CarriedLaw
{
    /// <summary>The word for it.</summary>
    public const string Law = "carried";

    private const int Changes = 14;
    private const byte Motor = 1;
    private const byte App = 2;
    private const string Hardware = "60_MK6";

    private static readonly string[] _versions = ["3.66", "4.02", "5.02", "5.03", "6.00", "6.02", "6.05", "6.06", "7.00"];
    private static readonly (string From, string To)[] _down = [("7.00", "6.05"), ("6.05", "5.03"), ("7.00", "5.03")];

    private readonly Action<string> _broken;
    private readonly string _from;
    private readonly string _to;
    private SimulatedRandom _random;

    private CarriedLaw(int seed, Action<string> broken)
    {
        _broken = broken;
        _random = new SimulatedRandom((ulong)seed ^ 0x5E77_1465);
        if (_random.Next(4) == 0)
        {
            (_from, _to) = _down[_random.Next(_down.Length)];
        }
        else
        {
            int from = _random.Next(_versions.Length - 1);
            (_from, _to) = (_versions[from], _versions[from + 1 + _random.Next(_versions.Length - from - 1)]);
        }
    }

    /// <summary>Tries one pair of versions.</summary>
    public static void Check(int seed, Action<string> broken) => new CarriedLaw(seed, broken).Run();

    private void Run()
    {
        var clock = new ManualClock { RunLimit = TimeSpan.FromMinutes(10) };
        using var old = NewBoard(_from, clock);
        Dictionary<byte, PlainDecoder> owners = [];
        Dictionary<byte, PlainDecoder> standards = [];
        foreach (byte kind in (byte[])[Motor, App])
        {
            var profile = FirmwareProfiles.Named(_from);
            var form = SettingsForm.Of(profile, Hardware, kind == App)!;
            byte[] defaults = form.Defaults.ToArray();
            defaults[4] = kind == App ? old.Options.CanId : defaults[4];
            byte[] own = Draw(defaults);
            if (kind == Motor)
            {
                HardwareLimits.Of(profile, Hardware).Apply(profile, form, isDual: false, own);
            }

            form.ReadBack(own);
            new SettingsPages(old.Flash).Store(kind, own);
            owners[kind] = new PlainDecoder(own);
            standards[kind] = new PlainDecoder(defaults);
        }

        var backup = clock.Run(() => OnBoardAsync(
            old,
            clock,
            async board => (await BackupBoard.RunAsync(
                board, new BackupOptions { Method = CheckMethod.Passive, Save = _ => "kept" },
                CancellationToken.None).ConfigureAwait(false)).Backup!));
        using var fresh = NewBoard(_to, clock);
        List<string> warnings = [];
        var result = clock.Run(() => OnBoardAsync(fresh, clock, board => RestoreAsync(board, backup, warnings)));
        fresh.PowerCycle(TimeSpan.FromSeconds(1));
        clock.Advance(TimeSpan.FromSeconds(10));
        foreach (byte kind in (byte[])[Motor, App])
        {
            var part = kind == App ? BackupPartKind.AppConfiguration : BackupPartKind.MotorConfiguration;
            if (result.Restored.FirstOrDefault(r => r.Part == part) is { State: PartState.Restored } outcome)
            {
                byte[]? held = Truth.Setting(fresh.Flash.ToArray(), kind);
                held ??= SettingsForm.Of(FirmwareProfiles.Named(_to), Hardware, kind == App)!.Defaults.ToArray();
                Judge(owners[kind], standards[kind], new PlainDecoder(held), outcome.Settings, warnings);
            }
        }
    }

    private static SimulatedBoard NewBoard(string firmware, ManualClock clock) =>
        new(new SimulatedBoardOptions { Firmware = firmware, Hardware = Hardware, Timing = BoardTiming.Off }, clock);

    private static async Task<T> OnBoardAsync<T>(SimulatedBoard simulated, ManualClock clock, Func<Board, Task<T>> job)
    {
        await using var board = await Board.ConnectAsync(simulated.CreateLinkSource(), new BoardOptions(), clock).ConfigureAwait(false);
        return await job(board).ConfigureAwait(false);
    }

    private static Task<RestoreResult> RestoreAsync(Board board, BoardBackup backup, List<string> warnings) => RestoreBoard.RunAsync(
        board,
        new RestoreOptions
        {
            Backup = backup,
            Scripts = false,
            CarryOver = SettingsMode.Merge,
            Progress = new SynchronousProgress<JobEvent>(e => warnings.AddRange(e is JobEvent.Warned w ? [w.Message] : [])),
        },
        CancellationToken.None);

    // Some values of the owner's, each of its kind and in its range. What names the board or is measured stays.
    private byte[] Draw(byte[] defaults)
    {
        var settings = new PlainDecoder(defaults);
        string[] names = [.. settings.Names.Where(n => n is not ("controller_id" or "can_baud_rate")
            && !n.StartsWith("foc_offsets_", StringComparison.Ordinal))];
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

    private void Judge(
        PlainDecoder owner, PlainDecoder standard, PlainDecoder held, IReadOnlyList<SettingOutcome> told, IReadOnlyList<string> warnings)
    {
        foreach (string name in owner.Names.Where(n => owner.Text(n) != standard.Text(n)))
        {
            var outcome = told.FirstOrDefault(o => o.FormerNames.Contains(name)) ?? told.FirstOrDefault(o => o.Name == name);
            bool asItWas = held.Has(name) && IsOfOneKind(held.Type(name), owner.Type(name))
                && IsSame(held, name, owner.Text(name), owner.Number(name));
            if (CarriedRules.Expected(owner, name, _from, _to) is { } rule && outcome is { Fate: SettingFate.Converted })
            {
                if (!IsSame(held, rule.Name, rule.Text, rule.Number))
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

        // What was told of a value is what the board has.
        foreach (var outcome in told.Where(o => o.After is not null && held.Has(o.Name)))
        {
            if (held.Type(outcome.Name) is not "bitfield" && !Says(held, outcome.Name, outcome.After!)
                && !warnings.Any(w => w.Contains(outcome.Name, StringComparison.Ordinal)))
            {
                Break($"{outcome.Name} is said to be {outcome.After}, and the board has {held.Text(outcome.Name)}");
            }
        }
    }

    private void Break(string what) => _broken($"{_from} → {_to}: {what}");

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
}
