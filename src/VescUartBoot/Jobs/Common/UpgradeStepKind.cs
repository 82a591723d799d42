namespace VescUartBoot.Jobs.Common;

/// <summary>What a step of an upgrade does.</summary>
public enum UpgradeStepKind
{
    /// <summary>Save settings and scripts.</summary>
    Backup,

    /// <summary>Look whether a bootloader is there, once the firmware can be read, and put one there if not.</summary>
    CheckBootloader,

    /// <summary>Put a bootloader on a board that has none.</summary>
    InstallBootloader,

    /// <summary>Exchange a bootloader that is damaged or cannot unpack the image.</summary>
    ReplaceBootloader,

    /// <summary>Upload a firmware, restart through the bootloader, see the new version answer.</summary>
    Firmware,

    /// <summary>Put the settings back where that is safe.</summary>
    Restore,
}
