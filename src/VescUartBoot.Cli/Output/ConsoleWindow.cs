using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace VescUartBoot.Cli.Output;

/// <summary>The console window that Windows opens for a double-clicked program and closes at its end.</summary>
internal static partial class ConsoleWindow
{
    /// <summary>After a double-click, explains how to start the program before the window closes. Otherwise does nothing.</summary>
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

    // In a terminal, the shell is also attached to the console.
    [SupportedOSPlatform("windows")]
    private static bool IsAlone() => GetConsoleProcessList(new uint[2], 2) == 1;

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint GetConsoleProcessList([Out] uint[] processes, uint count);
}
