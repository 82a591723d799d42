using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Tests.Cli;

public sealed class PortChoiceTests
{
    private static readonly string[] _ports = ["/dev/ttyACM0", "/dev/ttyACM1", "/dev/ttyACM2"];

    [Fact]
    public async Task One_board_that_answers_is_taken_without_a_question()
    {
        var owner = new Owner(answer: null);

        Assert.Equal("/dev/ttyACM1", await ChooseAsync(owner, "/dev/ttyACM1"));
        Assert.Empty(owner.Asked);
    }

    [Fact]
    public async Task The_owner_chooses_one_of_several_boards()
    {
        var owner = new Owner(answer: 1);

        Assert.Equal("/dev/ttyACM2", await ChooseAsync(owner, "/dev/ttyACM0", "/dev/ttyACM2"));
        Assert.All(owner.Asked, line => Assert.Contains("60_MK6", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_answer_several_boards_are_an_error()
    {
        var error = await Assert.ThrowsAsync<CliException>(() => ChooseAsync(new Owner(answer: null), "/dev/ttyACM0", "/dev/ttyACM2"));

        Assert.Equal("severalPorts", error.Error.Code);
    }

    private static async Task<string> ChooseAsync(Owner owner, params string[] answering)
    {
        using var simulated = new SimulatedBoard(SimulatedBoardOptions.Parse("sim://?timing=off"), TimeProvider.System);
        var board = await Board.ConnectAsync(simulated.CreateLinkSource("sim"), new BoardOptions(), TimeProvider.System,
            cancellationToken: TestContext.Current.CancellationToken);
        await using (board)
        {
            var identity = board.Identity;
            return await PortChoice.ChooseAsync(
                _ports, path => Task.FromResult(answering.Contains(path) ? identity : null), owner, TestContext.Current.CancellationToken);
        }
    }

    private sealed class Owner(int? answer) : CommandOutput
    {
        public List<string> Asked { get; } = [];

        public override bool CanAsk => true;

        public override ValueTask<int?> ChooseAsync(string question, IReadOnlyList<string> choices, CancellationToken cancellationToken)
        {
            Asked.AddRange(choices);
            return new(answer);
        }

        public override void Report(JobEvent value)
        {
        }

        public override void Tell(IEnumerable<string> lines, JsonObject? json)
        {
        }

        public override ValueTask<bool> AskAsync(string question, CancellationToken cancellationToken) => new(false);

        public override void BeginBoard(string port, byte? can = null)
        {
        }

        public override void FinishBoard(Outcome outcome)
        {
        }

        public override int Finish(Outcome outcome) => 0;
    }
}
