using System.Text.RegularExpressions;

namespace VescUartBoot.Tests.Architecture;

/// <summary>Words and phrases that a native technical writer does not use. Each was in the sources once.</summary>
public sealed partial class PlainEnglishTests
{
    [Fact]
    public void No_source_and_no_page_has_a_tell_tale_phrase()
    {
        var pages = Directory.EnumerateFiles(Path.Combine(Sources.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Sources.Root, "README.md"))
            .Append(Path.Combine(Sources.Root, "CONTRIBUTING.md"));
        var found =
            from file in Sources.Files("src", "samples").Concat(pages)
            from line in File.ReadLines(file).Index()
            let phrase = TellTale().Match(line.Item)
            where phrase.Success
            select $"{Path.GetRelativePath(Sources.Root, file)}:{line.Index + 1}: {phrase.Value}";
        Assert.Empty(found);
    }

    // "mend" in quotation marks is a name in the JSON contract.
    [GeneratedRegex(
        """\b(?:whoever|goes it|goes the way|take it that|seen to answer|walks from|ends no job|is no command of|is no option of"""
            + """|comes? to its end|came to its end|by way of|lives on|not to be had|goes by|gave nothing|taken for granted"""
            + """|walks the|drives on|makes? no sense to|said plainly|on top of each other|told from a|waiting room"""
            + """|(?:is|are) had from|is told (?:of|how)|is shown every|is asked after|who is asked and told|what came of|proved itself"""
            + """|hangs on|makes sure of|somebody else's|half a sentence|where it is known from|nobody knows"""
            + """|cannot be told|not agreed to|(?:can|could not) be had|stands in the way"""
            + """|gives? it back|take the power away|which way is left|said no|so soon it|what waited|came out differently|lets it go"""
            + """|goes on from|what became of|somebody's own"""
            + """|(?<!there )is no (?:sound|whole|way|trace|event|list|folder|port|code|backup))\b"""
            + """|(?<!["`])\b[Mm]end(?:s|ed|ing)?\b(?!["`])""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TellTale();
}
