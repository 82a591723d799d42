namespace VescUartBoot.Images;

/// <summary>Kind of file that was expected instead of a rejected one.</summary>
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
