namespace VescUartBoot.Images;

/// <summary>What a file that was rejected should have been.</summary>
internal enum ExpectedFile
{
    /// <summary>A bootloader.</summary>
    Bootloader,

    /// <summary>A firmware.</summary>
    Firmware,

    /// <summary>A list of approved images.</summary>
    ApprovedImages,

    /// <summary>The list of hashes in a folder of images.</summary>
    FolderList,
}
