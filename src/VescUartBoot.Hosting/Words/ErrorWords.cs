using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Words;

/// <summary>An error: one row of the table that <c>explain</c>, the live advice, JSON and the documentation are views of.</summary>
/// <param name="Code">The code, as it is printed in brackets and as <c>error.code</c> in JSON.</param>
/// <param name="Exit">The exit code of the process.</param>
/// <param name="Means">What it means.</param>
/// <param name="Next">The next step, for a reader who knows the code only.</param>
/// <param name="Live">The next step by what is known of the image; <see langword="null"/>: it is <paramref name="Next"/>.</param>
internal sealed record ErrorWords(string Code, ExitCode Exit, string Means, string Next, Func<ImageRejectedException, string>? Live = null)
{
    /// <summary>The next step as it follows an error: <see cref="Next"/> without its capital and its full stop.</summary>
    public string Spoken => char.ToLowerInvariant(Next[0]) + Next[1..].TrimEnd('.');
}
