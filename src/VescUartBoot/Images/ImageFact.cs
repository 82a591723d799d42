using System.Text;
using System.Text.RegularExpressions;

namespace VescUartBoot.Images;

/// <summary>A fact about an image.</summary>
/// <param name="Name">Subject: one of the constants of this type.</param>
/// <param name="Value">The value.</param>
/// <param name="Certainty">Confidence in the value.</param>
/// <param name="Evidence">Source of the value.</param>
internal sealed partial record ImageFact(string Name, string Value, Confidence Certainty, string Evidence)
{
    /// <summary>The hardware name, as reported by a board with this firmware.</summary>
    public const string Hardware = "hardware";

    /// <summary>The version of the firmware.</summary>
    public const string Version = "version";

    /// <summary>The revision of the source.</summary>
    public const string Revision = "revision";

    /// <summary>Finds the facts in the bytes of a firmware.</summary>
    /// <remarks>
    /// Measured on the 1474 released images: 1468 hold exactly one node name <c>org.vesc.</c> with their hardware behind it; all
    /// but one of 6.00 and later hold exactly one revision, of 8 digits up to 6.05 and of 40 from 6.06 on.
    /// </remarks>
    internal static IReadOnlyList<ImageFact> FindIn(ReadOnlySpan<byte> content)
    {
        string text = Encoding.Latin1.GetString(content);
        var facts = new List<ImageFact>();
        if (NodeName().Matches(text) is [var node])
        {
            facts.Add(new ImageFact(Hardware, node.Groups["name"].Value, Confidence.Likely,
                $"the node name '{node.Value[..^1]}' at offset 0x{node.Index:X}"));
        }

        if (GitRevision().Matches(text) is [var revision])
        {
            facts.Add(new ImageFact(Revision, revision.Value[..^1], Confidence.Likely,
                $"the shape of a Git revision, at offset 0x{revision.Index:X}"));
        }

        return facts;
    }

    [GeneratedRegex("org\\.vesc\\.(?<name>[\\x20-\\x7E]{1,40})\\0", RegexOptions.CultureInvariant)]
    private static partial Regex NodeName();

    // Eight decimal digits may be anything; a revision has letters too.
    [GeneratedRegex("(?<=\\0)(?:[0-9a-f]{40}|(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8})\\0", RegexOptions.CultureInvariant)]
    private static partial Regex GitRevision();
}
