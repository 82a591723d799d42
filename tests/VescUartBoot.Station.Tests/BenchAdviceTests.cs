using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Station.Work;

namespace VescUartBoot.Station.Tests;

/// <summary>The page never sends a person to a command line.</summary>
public sealed class BenchAdviceTests
{
    public static TheoryData<string> Codes =>
    [
        .. Enum.GetValues<FailureCode>().Select(Advice.WordOf)
            .Concat(ErrorCodes.All.Concat(ImageCodes.All).Select(row => row.Code)).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_step_after_a_problem_needs_no_command(string code)
    {
        var problem = SpokenError.OfTable(code, "it went wrong") with { Next = $"run vescboot again with --force, {code}" };
        foreach (var told in new[] { BenchAdvice.At(problem), BenchAdvice.At(SpokenError.OfTable(code, "it went wrong")) })
        {
            Assert.DoesNotMatch("vescboot|command|--", told.Next);
            Assert.NotEmpty(told.Next);
        }
    }
}
