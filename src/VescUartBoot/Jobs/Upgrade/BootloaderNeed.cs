namespace VescUartBoot.Jobs.Upgrade;

/// <summary>What an upload requires of the bootloader.</summary>
internal enum BootloaderNeed
{
    /// <summary>It is present and accepts the image.</summary>
    None,

    /// <summary>None is there.</summary>
    Install,

    /// <summary>It is damaged, or cannot unpack the image.</summary>
    Replace,
}
