using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Tests.Jobs.Backup;
using VescUartBoot.Tests.Jobs.Upgrade;

namespace VescUartBoot.Tests.Jobs;

/// <summary>A board that says no gets the reason that its firmware can have.</summary>
public sealed class FlashRefusalTests
{
    private const byte EraseNewApp = 2;

    [Theory]
    [InlineData("4.02", "its flash reports an error (this firmware does not look at the motor)")]
    [InlineData("5.02", "its flash reports an error (this firmware does not look at the motor)")]
    [InlineData("5.03", "most likely its motor is not at rest")]
    [InlineData("7.00", "most likely its motor is not at rest")]
    [InlineData("23.46", "its motor is not at rest, or its flash reports an error")]
    public void The_cause_is_told_by_what_the_firmware_looks_at(string firmware, string cause)
    {
        using var bench = JobBench.On($"fw={firmware}");

        bench.RunSteps(session =>
        {
            Assert.Equal(cause, FlashRefusal.Cause(session.Board));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void An_upgrade_of_old_firmware_never_speaks_of_the_motor()
    {
        using var bench = JobBench.On("fw=4.02&bootloader=present");
        bench.Board.Inject(Fault.ToRequest(EraseNewApp, 0, new Refuse()));

        var failure = bench.Upgrade("5.03", o => o with { AssumeBootloader = true }).Failure!;

        Assert.Equal(FailureCode.EraseRefused, failure.Code);
        Assert.DoesNotContain("at rest", failure.Message, StringComparison.Ordinal);
    }
}
