namespace VescUartBoot.Jobs.Upgrade;

/// <summary>What must be done about the bootloader before a firmware can be uploaded.</summary>
internal enum BootloaderNeed
{
    /// <summary>It is there, and takes the image.</summary>
    None,

    /// <summary>None is there.</summary>
    Install,

    /// <summary>What is there is damaged, or does not unpack.</summary>
    Replace,
}
