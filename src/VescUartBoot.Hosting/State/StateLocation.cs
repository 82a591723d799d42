namespace VescUartBoot.Hosting.State;

/// <summary>Location of the state folder of the programs.</summary>
internal static class StateLocation
{
    /// <summary>Environment variable that names another folder.</summary>
    public const string Variable = "VESCBOOT_STATE";

    /// <summary><see cref="Variable"/>, else <c>$XDG_STATE_HOME/vescboot</c> on Unix, local application data on Windows.</summary>
    public static string Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(
            OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state
                    ? state
                    : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "vescboot");
}
