using VescUartBoot.Campaign;

namespace VescUartBoot.Tests.Jobs;

/// <summary>The deliberate faults that the campaign must notice. That it does: <c>--mutants</c>, see docs/reliability.md.</summary>
public sealed class MutantTests
{
    [Fact]
    public void Each_mutant_changes_one_place_of_the_product()
    {
        string root = Mutant.Root();
        var mutants = Mutant.All(root);

        Assert.True(mutants.Count >= 12, $"only {mutants.Count} mutants");
        Assert.All(mutants, mutant =>
        {
            var (path, changed) = mutant.ApplyTo(root);
            Assert.NotEqual(File.ReadAllText(path), changed);
            Assert.EndsWith(".", mutant.About, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("public", "more than once")]
    [InlineData("text that no source has", "not")]
    public void A_text_that_is_gone_or_not_unique_fails_loudly(string text, string word)
    {
        var mutant = new Mutant("some-fault", "About.", "verdict", text, "");

        var e = Assert.Throws<InvalidDataException>(() => mutant.ApplyTo(Mutant.Root()));

        Assert.Contains($"some-fault is {word} in", e.Message, StringComparison.Ordinal);
    }
}
