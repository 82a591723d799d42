namespace VescUartBoot.Jobs.Upgrade;

/// <summary>What becomes of the settings after an upgrade.</summary>
public enum SettingsRestore
{
    /// <summary>Put back where the new version has the same layout.</summary>
    Auto,

    /// <summary>As <see cref="Auto"/>, and it is a failure if they could not be put back.</summary>
    Always,

    /// <summary>Left at their defaults; the backup is kept.</summary>
    Never,
}
