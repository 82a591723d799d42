namespace VescUartBoot.Hosting.Words;

/// <summary>A code in plain words.</summary>
/// <param name="Kind">What kind of code it is.</param>
/// <param name="Code">The code.</param>
/// <param name="Means">What it means.</param>
/// <param name="Next">The next step.</param>
internal sealed record Explanation(CodeKind Kind, string Code, string Means, string Next);
