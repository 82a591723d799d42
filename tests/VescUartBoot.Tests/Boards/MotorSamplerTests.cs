using VescUartBoot.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Tests.Boards;

/// <summary>Samples of one motor or two, and how the second is found.</summary>
public sealed class MotorSamplerTests
{
    private const byte GetValues = 4;
    private const byte GetValuesSelective = 50;
    private const byte ForwardCan = 34;

    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("fw=3.40&erpm=1234", GetValues)]
    [InlineData("fw=3.48&erpm=1234", GetValuesSelective)]
    [InlineData("fw=6.05&erpm=1234", GetValuesSelective)]
    [InlineData("fw=fork&erpm=1234", GetValuesSelective)]
    public void The_first_sample_is_asked_for_as_the_firmware_allows(string query, byte command)
    {
        using var bench = BoardBench.On(query);
        bench.Run(async board =>
        {
            var sampler = await MotorSampler.StartAsync(board, CancellationToken.None);

            var (motor, values) = Assert.Single(sampler.Latest);
            Assert.Equal(("the motor", 1234, 42.0), (motor, values.Erpm, values.InputVoltage));
        });

        Assert.Equal([0, 0, command], bench.Link.Frames.Where(f => f.Sent).Select(f => f.Payload[0]));
    }

    [Theory]
    [InlineData("fw=6.05&id=7", 8)]
    [InlineData("fw=6.05&id=254", 0)]
    [InlineData("fw=3.40", null)]
    public void A_second_motor_would_answer_at_the_next_id(string query, int? id)
    {
        using var bench = BoardBench.On(query);
        bench.Run(async board => Assert.Equal((byte?)id, (await MotorSampler.StartAsync(board, CancellationToken.None)).SecondId));
    }

    [Fact]
    public void The_next_sample_comes_no_earlier_than_its_interval_and_tells_of_a_motor_that_began_to_turn()
    {
        using var bench = BoardBench.On("fw=6.05");
        bench.Run(async board =>
        {
            var sampler = await MotorSampler.StartAsync(board, CancellationToken.None);
            var first = bench.Clock.Elapsed;
            bench.Simulated.Suffer(new SetMotor(Held: false, 500));
            await sampler.NextAsync(_interval, CancellationToken.None);

            Assert.Equal(500, Assert.Single(sampler.Latest).Values.Erpm);
            Assert.InRange((bench.Clock.Elapsed - first).TotalMilliseconds, 98, 105);

            // Three samples: the question for a second motor goes out with each.
            await sampler.NextAsync(_interval, CancellationToken.None);
            Assert.InRange((bench.Clock.Elapsed - first).TotalMilliseconds, 197, 210);
        });
        Assert.Equal(2, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == ForwardCan));
        Assert.Empty(bench.Told);
    }

    [Fact]
    public void Between_two_samples_there_is_at_least_a_silence()
    {
        using var bench = BoardBench.On("fw=6.05");
        bench.Run(async board =>
        {
            var sampler = await MotorSampler.StartAsync(board, CancellationToken.None);
            var first = bench.Clock.Elapsed;
            await sampler.NextAsync(TimeSpan.Zero, CancellationToken.None);
            Assert.InRange((bench.Clock.Elapsed - first).TotalMilliseconds, 50, 55);
        });
    }

    [Fact]
    public void The_second_motor_is_sampled_as_soon_as_it_is_found_and_from_then_on()
    {
        using var bench = BoardBench.On("fw=6.05&dual=yes&erpm=1&erpm2=777");
        bench.Run(async board =>
        {
            var sampler = await MotorSampler.StartAsync(board, CancellationToken.None);
            Assert.Single(sampler.Latest);

            for (int i = 0; i < 2; i++)
            {
                await sampler.NextAsync(_interval, CancellationToken.None);
                Assert.Equal([("the motor", 1), ("the second motor", 777)], sampler.Latest.Select(l => (l.Motor, l.Values.Erpm)));
            }
        });

        // One question who is there, and two samples.
        Assert.Equal(3, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == ForwardCan));
    }

    [Fact]
    public void A_board_behind_the_CAN_bus_is_no_second_motor()
    {
        using var bench = BoardBench.On("fw=6.05&id=42&can=43:6.05:60");
        bench.Run(async board =>
        {
            var sampler = await MotorSampler.StartAsync(board, CancellationToken.None);
            await sampler.NextAsync(_interval, CancellationToken.None);
            await sampler.NextAsync(_interval, CancellationToken.None);
            Assert.Single(sampler.Latest);
            Assert.Null(await SecondMotor.FindAsync(board, CancellationToken.None));
        });
    }

    [Fact]
    public void A_fork_that_knows_no_selection_is_asked_for_everything_from_then_on()
    {
        using var bench = BoardBench.On("fw=fork&erpm=9");
        bench.Simulated.Inject(Fault.ToReply(GetValuesSelective, 0, new Lose()));
        bench.Run(async board =>
        {
            var sampler = await MotorSampler.StartAsync(board, CancellationToken.None);
            Assert.Equal(9, Assert.Single(sampler.Latest).Values.Erpm);
            Assert.Null(sampler.SecondId);
            await sampler.NextAsync(_interval, CancellationToken.None);
            Assert.Single(sampler.Latest);
        });
        Assert.Equal(5, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == GetValuesSelective));
        Assert.Equal(2, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == GetValues));
    }

    [Fact]
    public void A_fork_that_tells_no_values_at_all_has_no_sample()
    {
        using var bench = BoardBench.On("fw=fork");
        bench.Simulated.Inject(Fault.ToReply(GetValuesSelective, 0, new Lose()));
        bench.Simulated.Inject(Fault.ToReply(GetValues, 0, new Lose()));
        bench.Run(async board => Assert.Empty((await MotorSampler.StartAsync(board, CancellationToken.None)).Latest));
    }

    [Theory]
    [InlineData("fw=6.05", GetValuesSelective)]
    [InlineData("fw=3.40", GetValues)]
    public void Firmware_of_the_project_that_tells_no_values_is_no_firmware_to_go_on_with(string query, byte command)
    {
        using var bench = BoardBench.On(query);
        bench.Simulated.Inject(Fault.ToReply(command, 0, new Lose()));
        bench.Run(
            async board => await Assert.ThrowsAsync<ReplyTimeoutException>(() => MotorSampler.StartAsync(board, CancellationToken.None)));
    }

    [Fact]
    public void The_second_motor_is_found_by_its_id_on_the_bus()
    {
        using var bench = BoardBench.On("fw=6.05&id=254&dual=yes");
        bench.Run(async board => Assert.Equal((byte)0, await SecondMotor.FindAsync(board, CancellationToken.None)));
    }

    [Fact]
    public void A_second_motor_whose_first_two_answers_are_lost_is_found_at_the_third_question()
    {
        using var bench = BoardBench.On("fw=6.05&dual=yes");
        bench.Simulated.Inject(Fault.ToRequest(ForwardCan, 1, new Lose()));
        bench.Simulated.Inject(Fault.ToRequest(ForwardCan, 2, new Lose()));
        bench.Run(async board => Assert.Equal((byte)43, await SecondMotor.FindAsync(board, CancellationToken.None)));
    }

    [Theory]
    [InlineData("fw=6.05", 3)]
    [InlineData("fw=3.40", 0)]
    public void Where_there_is_none_nobody_answers_three_questions(string query, int questions)
    {
        using var bench = BoardBench.On(query);
        bench.Run(async board => Assert.Null(await SecondMotor.FindAsync(board, CancellationToken.None)));
        Assert.Equal(questions, bench.Link.Frames.Count(f => f.Sent && f.Payload[0] == ForwardCan));
        Assert.Empty(bench.Told);
    }

    [Fact]
    public void A_cable_that_is_pulled_at_the_question_is_no_answer_and_is_waited_for()
    {
        using var bench = BoardBench.On("fw=6.05&dual=yes&kind=usb");
        bench.Simulated.Inject(Fault.ToRequest(ForwardCan, 1, new PullCable(TimeSpan.FromSeconds(1))));
        bench.Run(async board => Assert.Equal((byte)43, await SecondMotor.FindAsync(board, CancellationToken.None)));
        Assert.Contains("returned", bench.Told);
    }
}
