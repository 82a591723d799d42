using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>What the screen says while a board restarts.</summary>
internal static class WaitText
{
    /// <summary>Stays on a terminal above the live line.</summary>
    public const string KeepPowerOn = Power + " until the board has answered";

    private const string Power = "KEEP THE POWER ON";
    private const string WithoutOne = "still silent (without a bootloader: for 22 to 60 s)";

    /// <summary>What goes on, and how long it may take.</summary>
    public static string Of(JobEvent.Awaited e, bool mayLackBootloader) => (e.Installs, IsLate: e.Elapsed >= e.Expected) switch
    {
        (true, false) when mayLackBootloader => $"{Power}: a bootloader, if there is one, copies the new firmware, {Left(e)}",
        (true, false) => $"{Power}: the bootloader copies the new firmware, {Left(e)}",
        (true, true) when mayLackBootloader => $"{Power}: {WithoutOne}, {Left(e)}",
        (true, true) => $"{Power}: still silent, {Left(e)}",
        (false, false) => $"the board restarts through its bootloader sector, {Left(e)}",
        (false, true) => $"{WithoutOne}, {Left(e)}",
    };

    /// <summary>The live line of a terminal, short enough for 40 columns.</summary>
    public static string PowerLine(JobEvent.Awaited e) => $"{Power}, {Left(e)}";

    private static string Left(JobEvent.Awaited e) => e.Elapsed < e.Expected
        ? $"about {(e.Expected - e.Elapsed).TotalSeconds:0} s left"
        : $"at most {(e.AtMost - e.Elapsed).TotalSeconds:0} s more";
}
