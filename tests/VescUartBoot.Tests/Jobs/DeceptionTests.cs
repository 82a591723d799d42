using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Replies that look like an answer and are none, and silences that are no silence.</summary>
public sealed class DeceptionTests
{
    private const byte Read = 118;

    private static readonly byte[] _nothingStored = [Read, 0, 0, 0, 0, 0, 0, 0, 0];

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(50)]
    [InlineData(200)]
    [InlineData(400)]
    public void A_late_nothing_stored_answers_no_other_read(int atRead)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Board.Inject(Fault.ToRequest(Read, atRead, new SendPacket(_nothingStored)));

        var result = bench.Check();

        Assert.True(result.Failure is null, result.Failure?.Message);
        Assert.Equal("demo/simulated", result.Before!.Content!.ImageName);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData(3, 4)]
    [InlineData(5, 4)]
    [InlineData(5, 0)]
    [InlineData(5, 1)]
    public void On_5_03_corrupt_replies_are_not_taken_for_the_silence_of_an_empty_store(int howMany, int flippedByte)
    {
        // The low byte of its flags is 0, so FW_VERSION says that no QML is stored.
        using var bench = JobBench.On("fw=5.03");
        byte[] stored = SimulatedImage.StoredCode([.. Enumerable.Range(1, 500).Select(i => (byte)i)], flags: 0);
        bench.Board.Flash.Program(0x60000, stored);
        for (int i = 1; i <= howMany; i++)
        {
            bench.Board.Inject(Fault.ToReply(Read, i, new Flip(flippedByte, 0x10)));
        }

        bench.Install();

        Assert.Equal(stored, bench.Board.Flash.Read(0x60000, stored.Length));
    }

    [Fact]
    public void A_board_that_restarts_when_it_is_read_is_not_asked_over_and_over()
    {
        using var bench = JobBench.On("fw=6.05", o => o with { Qml = new byte[] { 1, 2, 3 } });
        for (int i = 2; i <= 12; i++)
        {
            bench.Board.Inject(Fault.ToRequest(Read, i, new ResetBoard()));
        }

        var result = bench.Install();

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        Assert.Equal(["the self-test of reading through QML failed: it does not show this board's flash"], result.Before!.Evidence);
        Assert.Equal(2, bench.Board.Report().Resets.Count);
        bench.AssertUnchangedExcept();
    }

    [Theory]
    [InlineData(CheckMethod.Auto)]
    [InlineData(CheckMethod.Passive)]
    public void What_could_be_seen_is_never_assumed_absent(CheckMethod method)
    {
        using var bench = JobBench.On("fw=6.05&bootloader=present");
        bench.Yes = false;

        var result = bench.Install(o => o with { AssumeAbsent = true, Method = method });

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        bench.AssertUnchangedExcept();
    }
}
