using VescUartBoot.Cli.Arguments;

namespace VescUartBoot.Tests.Cli;

public sealed class DidYouMeanTests
{
    private static readonly string[] _words = ["ports", "info", "check", "install", "verify", "upgrade", "doctor"];

    [Theory]
    [InlineData("chekc", "check")]
    [InlineData("instal", "install")]
    [InlineData("upgarde", "upgrade")]
    [InlineData("port", "ports")]
    [InlineData("doc", "doctor")]
    [InlineData("CHECK", "check")]
    [InlineData("inof", "info")]
    [InlineData("frobnicate", null)]
    [InlineData("x", null)]
    public void A_slip_or_two_find_the_word_that_was_meant(string typed,
        string? meant) => Assert.Equal(meant, DidYouMean.Find(typed, _words));
}
