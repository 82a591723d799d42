using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Words;

/// <summary>An error: one row of the table used by <c>explain</c>, the live advice, JSON and the documentation.</summary>
/// <param name="Code">Code, printed in brackets and as <c>error.code</c> in JSON.</param>
/// <param name="Exit">The exit code of the process.</param>
/// <param name="Means">What it means.</param>
/// <param name="Next">Next step, for a reader who knows only the code.</param>
/// <param name="Live">Next step that depends on the image; <see langword="null"/> for <paramref name="Next"/>.</param>
internal sealed record ErrorWords(string Code, ExitCode Exit, string Means, string Next, Func<ImageRejectedException, string>? Live = null)
{
    /// <summary>Next step as printed after an error: <see cref="Next"/> without its capital and its full stop.</summary>
    public string Spoken => char.ToLowerInvariant(Next[0]) + Next[1..].TrimEnd('.');
}
