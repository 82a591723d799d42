using System.Text.RegularExpressions;
using VescUartBoot.Cli;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Tests.Jobs.Upgrade;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Walks the next steps: each advised command is run on the board in the state that led to it, and no advice comes
/// twice.</summary>
public sealed class AdviceGraphTests
{
    private const int MostSteps = 8;

    private static readonly Regex _sameAgain = new(
        "the same command again ([^;]* )?with (?<options>--[a-z-]+( --[a-z-]+)*)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex _named = new(
        @"vescboot (?<word>check|install|upgrade)(?<options>( (--method [a-z]+|--image \S+|--to [a-z0-9.]+|--[a-z-]+))*)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly BootloaderImage _demo = BootloaderImage.Parse("demo", SimulatedImage.Bootloader());

    public static TheoryData<string, string, bool> States
    {
        get
        {
            var states = new TheoryData<string, string, bool>();
            foreach (string firmware in new[] { "3.58", "5.02", "5.03", "6.05", "23.46" })
            {
                foreach (string bootloader in new[] { "none", "garbage", "present", "old" })
                {
                    var state = new TheoryDataRow<string, string, bool>(firmware, bootloader, true);
                    bool isSlow = firmware == "5.03" || (firmware == "23.46" && bootloader is "garbage" or "present");
                    states.Add(isSlow ? state.WithTrait("Category", "Slow") : state);
                }
            }

            states.Add("3.58", "garbage", false);
            states.Add("5.02", "garbage", false);
            states.Add("5.02", "old", false);
            states.Add("5.02", "none", false);
            states.Add("23.46", "old", false);
            return states;
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void No_next_step_leads_back_to_where_it_came_from(string firmware, string bootloader, bool hasStone)
    {
        foreach (string start in new[] { "check", "check --method jump", "install", "install --assume-absent", "install --replace",
            "upgrade", "upgrade --assume-bootloader" })
        {
            using var bench = JobBench.On($"fw={firmware}&bootloader={bootloader}");
            bench.Journal = new MemoryJournal();
            Walk(bench, start, hasStone);
        }
    }

    [Theory]
    [InlineData("3.58")]
    [InlineData("5.02")]
    [InlineData("6.05")]
    public void After_an_install_that_was_killed_no_next_step_leads_back(string firmware)
    {
        foreach (string start in new[] { "check", "check --method jump", "install", "upgrade" })
        {
            using var bench = JobBench.On($"fw={firmware}");
            bench.Journal = new MemoryJournal();
            bench.Board.Inject(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Write, 4), new CutPower(TimeSpan.FromMinutes(3))));
            Assert.NotNull(bench.Install(o => o with { Image = _demo, AssumeAbsent = true }).Failure);
            bench.Clock.Run(async () => await Task.Delay(TimeSpan.FromMinutes(5), bench.Clock));
            Walk(bench, start, hasStone: true);
        }
    }

    [Theory]
    [InlineData("3.58")]
    [InlineData("5.02")]
    public void After_a_jump_that_proves_nothing_the_same_jump_is_not_advised(string firmware)
    {
        using var bench = JobBench.On($"fw={firmware}&bootloader=present");
        bench.Board.Inject(Fault.ToRequest(1, 1, new CutPower(TimeSpan.FromSeconds(12))));

        var result = bench.Check(CheckMethod.Jump);

        Assert.Equal(FailureCode.BootloaderUnknown, result.Failure!.Code);
        Assert.DoesNotContain("--method jump", Advice.For("check", null, result.Failure, result), StringComparison.Ordinal);
        Assert.Equal(DetectionMethod.None, result.Verified);
    }

    private static void Walk(JobBench bench, string start, bool hasStone)
    {
        List<string> said = [];
        string? command = start;
        while (command is not null)
        {
            var result = Run(bench, command, hasStone);
            if (result.Failure is not { } failure)
            {
                return;
            }

            string advice = Advice.For(command.Split(' ')[0], null, failure, result);
            Assert.False(said.Contains(advice),
                $"from {start}: {command} ends ({failure.Code}) with what was advised before: {string.Join(" | ", said)}");
            said.Add(advice);
            Assert.True(said.Count <= MostSteps, $"from {start}: {string.Join(" | ", said)}");
            command = CommandIn(advice, command);
        }
    }

    // The first command that is named, with what belongs to it; null: a person or another tool must do something.
    private static string? CommandIn(string advice, string before)
    {
        var again = _sameAgain.Match(advice);
        var named = _named.Match(advice);
        if (again.Success && (!named.Success || again.Index < named.Index))
        {
            string more = again.Groups["options"].Value;
            return before.Contains(more, StringComparison.Ordinal) ? null : $"{before} {more}";
        }

        return named.Success ? (named.Groups["word"].Value + named.Groups["options"].Value).Trim() : null;
    }

    private static JobResult Run(JobBench bench, string command, bool hasStone)
    {
        bool Has(string option) => command.Contains(option, StringComparison.Ordinal);
        if (Has("check"))
        {
            return bench.Check(Has("--method jump") ? CheckMethod.Jump
                : Has("--method readback") ? CheckMethod.Readback : CheckMethod.Auto);
        }

        if (Has("install"))
        {
            return bench.Install(o => o with
            {
                Image = _demo,
                AssumeAbsent = Has("--assume-absent"),
                Replace = Has("--replace"),
            });
        }

        // Nobody is there to answer what only a person can judge.
        bench.Answer = question => question is not (JobQuestion.AssumeBootloader or JobQuestion.ExchangeUnread);
        return bench.Upgrade(Has("--to 5.03") ? "5.03" : "7.00", o => o with
        {
            Firmware = hasStone ? o.Firmware : new NoSteppingStoneProvider(o.Firmware),
            AssumeBootloader = Has("--assume-bootloader") && !Has("--replace"),
            ExchangeUnread = Has("--replace"),
            AllowDowngrade = Has("--allow-downgrade"),
        });
    }
}
