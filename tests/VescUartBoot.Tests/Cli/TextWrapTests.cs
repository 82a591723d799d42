using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;

namespace VescUartBoot.Tests.Cli;

public sealed class TextWrapTests
{
    [Fact]
    public void A_command_is_never_broken() => Assert.Equal(
        ["to replace it:", "vescboot install --replace", "(saves the present one first)"],
        TextWrap.Lines("to replace it: vescboot install --replace (saves the present one first)", 30));

    [Theory]
    [InlineData("to replace it: vescboot install --replace (saves it first)",
        "to replace it:", "vescboot install --replace", "(saves it first)")]
    [InlineData("vescboot install --assume-absent; then again", "vescboot install --assume-absent", "then again")]
    [InlineData("wait, then run vescboot info", "wait, then run vescboot info")]
    public void A_command_that_a_clause_begins_with_is_alone_on_its_line(string text, params string[] lines) =>
        Assert.Equal(lines, CommandScanner.Lines(text));

    [Theory]
    [InlineData("vescboot install -p 'a b' --image x.bin --assume-absent finishes it",
        "vescboot install -p 'a b' --image x.bin --assume-absent")]
    [InlineData("vescboot bundle list bootloaders shows them", "vescboot bundle list bootloaders")]
    [InlineData("vescboot restore --accept NAME takes what is offered", "vescboot restore --accept NAME")]
    [InlineData("vescboot check --method jump proves it", "vescboot check --method jump")]
    [InlineData("vescboot bus lists them", "vescboot bus")]
    [InlineData("vescboot info, and upgrade", "vescboot info,")]
    [InlineData("--force-hardware NAME if you know better", "--force-hardware NAME")]
    [InlineData("sudo usermod -aG dialout $USER, then log out", "sudo usermod -aG dialout $USER,")]
    [InlineData("sudo systemctl stop ModemManager", "sudo systemctl stop ModemManager")]
    public void A_command_ends_where_the_sentence_goes_on(string text, string command) =>
        Assert.Equal(command, CommandScanner.Pieces(text).First());

    /// <summary>A piece with a word of the sentence would not parse.</summary>
    [Fact]
    public void Each_command_of_the_table_of_words_is_a_command()
    {
        var root = CommandTree.Build();
        var names = root.Subcommands.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var commands = Texts.SelectMany(CommandScanner.Pieces)
            .Select(p => p.Trim('(', ')', '.', ',', ';', ':').Split(' ').SkipWhile(w => w != Tool))
            .Where(words => words.Skip(1).FirstOrDefault() is { } name && names.Contains(name)).ToList();

        Assert.All(names, name => Assert.Single(CommandScanner.Pieces($"{Tool} {name}")));
        Assert.InRange(commands.Count, 60, 300);
        Assert.All(commands, words => Assert.Empty(root.Parse([.. words.Skip(1).TakeWhile(w => w != "|")]).UnmatchedTokens));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void No_line_of_the_table_ends_inside_a_command_a_path_or_an_address(int width)
    {
        string label = "next".PadRight(LabelledWriter.LabelWidth);
        foreach (string text in Texts)
        {
            var lines = TextWrap.Labelled(label, text, width).ToList();
            string[] pieces = [.. CommandScanner.Pieces(text)];

            Assert.All(pieces, piece => Assert.Contains(lines, line => line.Contains(piece, StringComparison.Ordinal)));
            Assert.All(lines.Where(line => line.Length > width), line => Assert.Contains(line, pieces));
        }
    }

    [Fact]
    public void A_path_that_is_longer_than_a_line_begins_at_the_edge_and_stays_whole() => Assert.Equal(
        ["saved         the old content:", "/home/you/.local/state/vescboot/sectors/3a002b000f51383036343731.bin"],
        TextWrap.Labelled("saved         ", "the old content: /home/you/.local/state/vescboot/sectors/3a002b000f51383036343731.bin", 60));

    private const string Tool = "vescboot";

    private static IEnumerable<string> Texts => Explanations.All.SelectMany(e => new[] { e.Means, e.Next }).Concat(
        from code in Enum.GetValues<FailureCode>()
        from command in new[] { "check", "install", "upgrade", "restore", "backup" }
        from version in new (byte Major, byte Minor)[] { (3, 40), (5, 2), (6, 5) }
        let board = new BoardIdentity(new FirmwareVersionReply { Major = version.Major, Minor = version.Minor, HardwareName = "60" })
        select Advice.For(command, "sim://?fw=5.02&bootloader=old", new JobFailure(code, "", ""), new CheckResult { Board = board }))
        .Distinct();
}
