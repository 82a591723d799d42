namespace VescUartBoot.Tests;

/// <summary>How many of many cases of one kind are tried: a sample in every run, all of them with VESCBOOT_TESTS=all in the
/// environment.</summary>
internal static class Depth
{
    private static readonly bool _isFull = Environment.GetEnvironmentVariable("VESCBOOT_TESTS") == "all";

    public static int Of(int sample, int all) => _isFull ? all : sample;
}
