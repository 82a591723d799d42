using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Tests.Jobs.Backup;

namespace VescUartBoot.Tests.Jobs;

/// <summary>What a job does where nothing was said is what the reference promises.</summary>
public sealed class JobDefaultsTests
{
    [Fact]
    public void A_job_sends_32_small_requests_and_stands_a_fifth_of_them_lost()
    {
        var options = new JobOptions();

        Assert.Equal((32, 20), (options.LinkCheckRequests, options.MaxLossPercent));
        Assert.Null(options.MinVoltage);
        Assert.Equal(CheckMethod.Auto, options.Method);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_answer_is_no()
    {
        var setting = new JobOptions();

        Assert.False(await setting.Confirm(JobQuestion.Replace, "?"));
        Assert.Equal("job", setting.Command);
    }

    [Fact]
    public void A_restore_brings_settings_and_scripts_unless_told_otherwise()
    {
        using var bench = JobBench.On("fw=6.05");
        var options = new RestoreOptions { Backup = bench.Take(open: false) };

        Assert.True(options.Settings);
        Assert.True(options.Scripts);
        Assert.Null(options.FromOtherBoard);
    }

    [Fact]
    public void Without_anybody_to_tell_or_to_ask_a_job_runs_all_the_same()
    {
        using var bench = JobBench.With("6.05", "lisp");

        var result = bench.Run((board, _, ct) => InstallBootloader.RunAsync(board, new InstallOptions { Image = JobBench.Image }, ct));

        Assert.Null(result.Failure);
        bench.AssertSectorHolds(JobBench.Image.Content.Span);
    }
}
