using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Campaign.Helpers;

/// <summary>Draws a helper and its target from a seed: the same on every machine.</summary>
internal sealed class DrawHelper
{
    private readonly Random _random;

    private DrawHelper(int seed) => _random = new Random(seed);

    public static HelperSchedule From(int seed)
    {
        var draw = new DrawHelper(seed);
        string helper = $"fw={(draw.Chance(0.05) ? "3.59" : draw.One("4.02", "5.03", "6.05", "6.05", "7.00", "7.00"))}";
        string[] target = [.. draw.Target()];
        HelperStep[] jobs = [.. Enumerable.Range(0, draw.Chance(0.6) ? 1 : 2).Select(_ => draw.Job())];
        return new HelperSchedule(seed, helper, target, jobs, [.. draw.Faults(jobs.Length)]);
    }

    private List<string> Target()
    {
        if (Chance(0.25))
        {
            return ["blank", .. Odd()];
        }

        List<string> words = [One("4.02", "5.03", "6.05", "7.00"), "60_MK6"];
        string bootloader = One("", "", "present", "old", "garbage");
        words.AddRange(bootloader.Length > 0 ? [$"bootloader={bootloader}"] : []);
        words.AddRange(Chance(0.4) ? ["broken=yes"] : []);
        words.AddRange(Odd());
        return words;
    }

    private List<string> Odd()
    {
        List<string> words = [];
        words.AddRange(Chance(0.08) ? [One("protection=fails", "protection=zeros")] : []);
        words.AddRange(Chance(0.06) ? [One("chip=l476", "chip=g431", "chip=nrf", "chip=unknown")] : []);
        words.AddRange(Chance(0.08) ? ["wires=loose"] : []);
        words.AddRange(Chance(0.15) ? ["erase=none"] : []);
        return words;
    }

    private HelperStep Job() => new(One(HelperJob.Look, HelperJob.Install, HelperJob.Install, HelperJob.Restore, HelperJob.Restore))
    {
        Yes = Chance(0.93),
        Replace = Chance(0.5),
        MassErase = Chance(0.5),
        KeepsSettings = Chance(0.3),
        NamesHardware = Chance(0.7),
        DryRun = Chance(0.06),
        StopAtEvent = Chance(0.1) ? Event() : 0,
        KilledAtEvent = Chance(0.2) ? Event() : 0,
    };

    private IEnumerable<HelperFault> Faults(int jobs)
    {
        int count = One(0, 0, 1, 1, 1, 2, 3);
        for (int i = 0; i < count; i++)
        {
            byte command = One<byte>(66, 67, 68, 68, 68, 69, 69, 70, 71, 80, 80, 20);
            int number = command is 68 or 80 ? (int)Math.Exp(_random.NextDouble() * Math.Log(2500)) : 1 + _random.Next(2);
            var asked = new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(command), number);
            bool reply = Chance(0.5);
            TimeSpan? back = Chance(0.4) ? null : TimeSpan.FromSeconds(0.02 + (_random.NextDouble() * 8));
            FaultTrigger when = Chance(0.8) ? asked : new OnTime(TimeSpan.FromSeconds(_random.NextDouble() * 20));
            var onTarget = new OnTime(TimeSpan.FromSeconds(_random.NextDouble() * 20));
            yield return _random.Next(7) switch
            {
                0 or 1 => Of(jobs, new Fault(when, new LooseWire(back))),
                2 => Of(jobs, new Fault(when, new CutPower(back))),
                3 => new HelperFault(_random.Next(jobs), OnTarget: true, new Fault(onTarget, new CutPower(back))),
                4 => Of(jobs, new Fault(when, new PullCable(back))),
                5 => Of(jobs, new Fault(asked with { Direction = reply ? FaultDirection.ToHost : FaultDirection.ToBoard }, new Lose())),
                _ => Of(jobs, new Fault(asked with { Direction = FaultDirection.ToHost },
                    new Delay(TimeSpan.FromMilliseconds(_random.Next(6000))))),
            };
        }
    }

    private HelperFault Of(int jobs, Fault fault) => new(_random.Next(jobs), OnTarget: false, fault);

    private int Event() => 1 + (int)Math.Exp(_random.NextDouble() * Math.Log(1000));

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T One<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
