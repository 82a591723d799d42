using VescUartBoot.Campaign;

namespace VescUartBoot.Tests.Jobs;

/// <summary>A fixed slice of the campaign. The whole of it, and a seed again: see docs/reliability.md.</summary>
public sealed class CampaignSliceTests
{
    private const int Seeds = 400;

    [Fact]
    public void Four_hundred_seeded_schedules_of_faults_break_no_law()
    {
        var campaign = new ManyRuns();
        campaign.Run(firstSeed: 1, runs: Seeds, threads: 2);

        Assert.Equal(Seeds, campaign.Runs);
        Assert.True(campaign.Failing.IsEmpty, string.Join("\n\n", campaign.Failing.Select(f => $"seed {f.Schedule.Seed}: {f.Describe()}")));
        Assert.True(campaign.FaultsStruck > Seeds, $"only {campaign.FaultsStruck} faults struck");
    }

    [Fact]
    public void A_seed_gives_the_same_run_every_time()
    {
        for (int seed = 1; seed <= 30; seed++)
        {
            Assert.Equal(Runner.Run(Draw.From(seed)).Describe(), Runner.Run(Draw.From(seed)).Describe());
        }
    }
}
