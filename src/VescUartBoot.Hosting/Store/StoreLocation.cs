namespace VescUartBoot.Hosting.Store;

/// <summary>Location of the local image store.</summary>
public static class StoreLocation
{
    /// <summary>Environment variable that names another folder.</summary>
    public const string Variable = "VESCBOOT_STORE";

    private const string Program = "vescboot";
    private const string Name = "store";

    /// <summary>Location on this machine.</summary>
    public static string Find() => Find(
        Environment.GetEnvironmentVariable,
        OperatingSystem.IsWindows() ? PlatformID.Win32NT : OperatingSystem.IsMacOS() ? PlatformID.Other : PlatformID.Unix,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>
    /// <see cref="Variable"/>, else the user's data: <c>%LOCALAPPDATA%</c> on Windows, <c>~/Library/Application Support</c> on
    /// macOS, <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c> elsewhere.
    /// </summary>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="platform">Windows, Unix, or <see cref="PlatformID.Other"/> for macOS.</param>
    /// <param name="home">The user's home.</param>
    public static string Find(Func<string, string?> environment, PlatformID platform, string home)
    {
        if (environment(Variable) is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        // The XDG specification ignores relative paths.
        string data = platform switch
        {
            PlatformID.Win32NT => environment("LOCALAPPDATA") is { Length: > 0 } local ? local : Path.Combine(home, "AppData", "Local"),
            PlatformID.Other => Path.Combine(home, "Library", "Application Support"),
            _ => environment("XDG_DATA_HOME") is { } xdg && Path.IsPathRooted(xdg) ? xdg : Path.Combine(home, ".local", "share"),
        };
        return Path.Combine(data, Program, Name);
    }
}
