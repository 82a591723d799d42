using VescUartBoot.Campaign;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Jobs;

/// <summary>A fixed slice of the campaign. The whole of it, and a seed again: see docs/reliability.md.</summary>
public sealed class CampaignSliceTests
{
    private static readonly int _seeds = Depth.Of(sample: 8, all: 1000);

    [Fact]
    public void Seeded_schedules_of_faults_break_no_law()
    {
        var campaign = new ManyRuns();
        campaign.Run(firstSeed: 1, runs: _seeds, threads: 2);

        Assert.Equal(_seeds, campaign.Runs);
        Assert.True(campaign.Failing.IsEmpty, string.Join("\n\n", campaign.Failing.Select(f => $"seed {f.Seed}: {f.Describe()}")));
        Assert.True(campaign.Accidents > _seeds / 16, $"only {campaign.Accidents} accidents of the program");
        Assert.True(campaign.FaultsStruck > _seeds / 2, $"only {campaign.FaultsStruck} faults struck");
    }

    [Fact]
    public void Seeded_helpers_break_no_law()
    {
        int seeds = Depth.Of(sample: 4, all: 1000);
        var campaign = new ManyRuns(Drawn.Of(Drawn.Helpers));
        campaign.Run(firstSeed: 1, runs: seeds, threads: 2);

        Assert.True(campaign.Failing.IsEmpty, string.Join("\n\n", campaign.Failing.Select(f => $"seed {f.Seed}: {f.Describe()}")));
        Assert.True(campaign.Jobs > seeds, $"only {campaign.Jobs} jobs");
    }

    [Fact]
    public void Seeded_buses_break_no_law()
    {
        int seeds = Depth.Of(sample: 2, all: 300);
        var campaign = new ManyRuns(Drawn.Of(Drawn.Buses));
        campaign.Run(firstSeed: 1, runs: seeds, threads: 2);

        Assert.True(campaign.Failing.IsEmpty, string.Join("\n\n", campaign.Failing.Select(f => $"seed {f.Seed}: {f.Describe()}")));
        Assert.True(campaign.Jobs > seeds, $"only {campaign.Jobs} jobs");
    }

    [Theory]
    [InlineData("Install", "Blank")]
    [InlineData("Install", "Garbage", Traits = ["Category", "Slow"])]
    [InlineData("Upgrade", "Present", Traits = ["Category", "Slow"])]
    public void A_program_that_dies_at_any_page_of_its_journal_leaves_what_the_next_run_says_and_brings_to_its_end(string job,
        string sector)
    {
        int struck = 0;
        foreach (var kind in Enum.GetValues<AccidentKind>().Where(k => !new VescUartBoot.Campaign.Accident(k, 1, 0).CountsEvents))
        {
            int places = kind is AccidentKind.TornPage or AccidentKind.KilledInWrite ? (job == "Upgrade" ? 2 : 5) : 1;
            for (int number = 1; number <= Depth.Of(sample: 2, all: 6); number++)
            {
                for (int place = 0; place < places; place++)
                {
                    var step = new JobStep(Enum.Parse<JobKind>(job))
                    {
                        Replace = true,
                        Target = "6.06",
                        Accident = new VescUartBoot.Campaign.Accident(kind, number, place * 997)
                    };
                    var report = Runner.Run(new Schedule(0, new BoardSetup { Sector = Enum.Parse<SectorSetup>(sector) }, [step], []));
                    Assert.True(report.Breaches.Count == 0, report.Describe());
                    struck += report.Jobs[0].AccidentStruck ? 1 : 0;
                }
            }
        }

        Assert.True(struck > 10, $"only {struck} accidents struck");
    }

    [Fact]
    public void A_program_that_dies_at_any_step_of_an_exchange_leaves_what_the_next_run_says_and_brings_to_its_end()
    {
        int finished = 0;
        for (int number = 1; number <= 40; number += Depth.Of(sample: 3, all: 1))
        {
            var step = new JobStep(JobKind.Install)
            {
                Replace = true,
                Accident = new VescUartBoot.Campaign.Accident(AccidentKind.KilledWriting, number, 0)
            };
            var report = Runner.Run(new Schedule(0, new BoardSetup { Sector = SectorSetup.Old }, [step], []));
            Assert.True(report.Breaches.Count == 0, report.Describe());
            finished += report.Jobs[^1] is { IsGoal: true, SectorIsOurs: true, Result.Failure: null } ? 1 : 0;
        }

        Assert.True(finished > 3, $"only {finished} half-written sectors were finished");
    }

    [Fact]
    public void The_power_goes_at_any_part_of_an_erase_and_the_next_run_finishes_it_without_replace()
    {
        for (int bytes = 0x800; bytes < 0x20000; bytes += Depth.Of(sample: 0xA000, all: 0x1800))
        {
            var cut = new PlannedFault(0,
                new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(73), 1, bytes), new CutPower(null)));
            var report = Runner.Run(new Schedule(0, new BoardSetup { Sector = SectorSetup.Garbage },
                [new JobStep(JobKind.Install) { Replace = true }], [cut]));

            Assert.True(report.Breaches.Count == 0, report.Describe());
            Assert.True(report.Jobs[^1] is { IsGoal: true, SectorIsOurs: true, Step.Replace: false, Result.Failure: null },
                report.Describe());
        }
    }

    // Seed 1601370: only the head of the sector is read on a slow link.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void On_a_slow_link_too_the_whole_sector_is_saved_before_an_upgrade_exchanges_it(bool refused)
    {
        PlannedFault[] faults = refused ? [new(0, new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(73), 1), new Refuse()))]
            : [];
        var report = Runner.Run(new Schedule(0, new BoardSetup { Sector = SectorSetup.Old, Link = LinkSetup.Uart921600 },
            [new JobStep(JobKind.Upgrade)], faults));

        Assert.True(report.Breaches.Count == 0, report.Describe());
        Assert.Equal(report.Jobs[0].Before[0xE0000..], report.Jobs[0].Saved);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Settings_go_through_an_upgrade_between_any_two_versions_as_the_rules_say_or_are_named()
    {
        List<string> broken = [];
        for (int seed = 1; seed <= Depth.Of(sample: 60, all: 2000); seed++)
        {
            CarriedLaw.Check(seed, broken.Add);
        }

        Assert.Empty(broken);
    }

    [Fact]
    public void A_seed_gives_the_same_run_every_time()
    {
        for (int seed = 1; seed <= Depth.Of(sample: 2, all: 30); seed++)
        {
            Assert.Equal(Runner.Run(Draw.From(seed)).Describe(), Runner.Run(Draw.From(seed)).Describe());
        }
    }
}
