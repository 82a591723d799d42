namespace VescUartBoot.Jobs.Common;

/// <summary>Kind of an upgrade step.</summary>
public enum UpgradeStepKind
{
    /// <summary>Backs up settings and scripts.</summary>
    Backup,

    /// <summary>Checks for a bootloader as soon as the firmware can be read, and installs one if there is none.</summary>
    CheckBootloader,

    /// <summary>Installs a bootloader on a board that has none.</summary>
    InstallBootloader,

    /// <summary>Replaces a bootloader that is damaged or cannot unpack the image.</summary>
    ReplaceBootloader,

    /// <summary>Uploads a firmware, restarts through the bootloader, and checks the new version.</summary>
    Firmware,

    /// <summary>Restores the settings that are safe to restore.</summary>
    Restore,
}
