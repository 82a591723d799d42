using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace VescUartBoot.Cli.Output;

/// <summary>The window that Windows opens for a program that was double-clicked, and closes when it ends.</summary>
internal static partial class ConsoleWindow
{
    /// <summary>Explains to a person who double-clicked the program where it belongs, before the window closes. Elsewhere it does
    /// nothing.</summary>
    public static void HoldOpen()
    {
        if (!OperatingSystem.IsWindows() || !IsAlone() || Console.IsInputRedirected)
        {
            return;
        }

        Console.Error.WriteLine(
            "This is a program for a terminal: in the folder that it is in, click the address bar, type cmd, press Enter,");
        Console.Error.WriteLine("and type .\\vescboot.exe ports");
        Console.Error.Write("Press Enter to close this window.");
        _ = Console.ReadLine();
    }

    // In a terminal the shell is attached to the console too.
    [SupportedOSPlatform("windows")]
    private static bool IsAlone() => GetConsoleProcessList(new uint[2], 2) == 1;

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetConsoleProcessList([Out] uint[] processes, uint count);
}
