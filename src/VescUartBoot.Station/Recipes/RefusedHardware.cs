namespace VescUartBoot.Station.Recipes;

/// <summary>Hardware that the recipe refuses.</summary>
/// <param name="Hardware">Hardware names, as in <see cref="BoardRule.Hardware"/>.</param>
/// <param name="Reason">The reason, shown to the person.</param>
internal sealed record RefusedHardware(IReadOnlyList<string> Hardware, string Reason);
