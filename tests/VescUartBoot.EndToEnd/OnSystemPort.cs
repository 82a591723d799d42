namespace VescUartBoot.EndToEnd;

/// <summary>The trait of the tests in which the tool opens its ports through System.IO.Ports, as it does on a Mac.</summary>
internal static class OnSystemPort
{
    public const string Trait = "serial";
    public const string Word = "system";

    /// <summary>What opens the ports of the tool in the test that runs; <see langword="null"/>: its default.</summary>
    public static string? Serial => TestContext.Current.Test?.Traits.TryGetValue(Trait, out var words) == true ? words.Single() : null;
}
