namespace VescUartBoot.Cli.Output;

/// <summary>The terminal that the tool runs in.</summary>
internal static class Terminal
{
    private const int SaneWidth = 80;
    private const int Least = 40;
    private const int Most = 120;

    /// <summary>Whether it obeys nothing: no colours, no line that is drawn over.</summary>
    public static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>The columns of standard error; where it is redirected, lines stay whole.</summary>
    public static int ErrorWidth() => Console.IsErrorRedirected ? int.MaxValue : Columns();

    /// <summary>The columns of standard output; where it is redirected, lines stay whole.</summary>
    public static int OutputWidth() => Console.IsOutputRedirected ? int.MaxValue : Columns();

    private static int Columns() => Math.Clamp(Console.WindowWidth is > 0 and var width ? width : SaneWidth, Least, Most) - 1;
}
