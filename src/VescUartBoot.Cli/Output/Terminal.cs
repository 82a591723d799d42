namespace VescUartBoot.Cli.Output;

/// <summary>The terminal that the tool runs in.</summary>
internal static class Terminal
{
    private const int SaneWidth = 80;
    private const int Least = 40;
    private const int Most = 120;

    /// <summary>Whether the terminal supports no control sequences: no colours, no live line.</summary>
    public static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    /// <summary>Width of standard error in columns; if redirected, lines are not wrapped.</summary>
    public static int ErrorWidth() => Console.IsErrorRedirected ? int.MaxValue : Columns();

    /// <summary>Width of standard output in columns; if redirected, lines are not wrapped.</summary>
    public static int OutputWidth() => Console.IsOutputRedirected ? int.MaxValue : Columns();

    private static int Columns() => Math.Clamp(Console.WindowWidth is > 0 and var width ? width : SaneWidth, Least, Most) - 1;
}
