namespace VescUartBoot.Cli.Explain;

/// <summary>The errors of images, catalogue and store in plain words.</summary>
internal static class ImageCodes
{
    private const string Inspect = "vescboot image inspect FILE says what a file is.";

    public static (string Code, string Means, string Next)[] All { get; } =
    [
        ("imageRejected", "The image must not be written to this board: a demo on a real one, for instance.", "Give --image a bootloader for real boards."),
        ("imageUnreadable", "The file is not there, cannot be read, or is cut off.", Inspect),
        ("imageNotBootloader", "The file is no bootloader for this chip: its vectors do not point into the bootloader sector.", Inspect),
        ("imageNotFirmware", "The file is no firmware for this chip.", Inspect),
        ("imageNotUsable", "The file is for something else than a motor controller.", Inspect),
        ("imageTooLong", "The image does not fit where it belongs, packed neither.", "Take the image of another release or variant."),
        ("imageHardware", "Nothing says that this image is for this hardware, and the wrong one can burn the power stage.", "Take the image for your board's hardware name; --force-hardware NAME spells out another."),
        ("imageDamaged", "The file is a copy of a known image with bits changed.", "Get it again: vescboot bundle fetch."),
        ("imageHashMismatch", "The bytes are not those that the catalogue or the list names.", "Take it from elsewhere: vescboot bundle fetch --from URL|DIR."),
        ("imageTruncated", "A raw firmware that is not as long as any release, so its end may be missing. Half a firmware would cost the board.", "Get the file again; of a build of your own that is this long give the .hex or .elf."),
        ("imageUnknown", "No image of the catalogue has that name, version or hash, or several have.", "vescboot bundle list shows what is known."),
        ("imageMissing", "The image is known, and its bytes are not in the local store.", "vescboot bundle fetch ID, or bundle import FILE."),
        ("imageNotThere", "The image is not at the place it was to be fetched from.", "Name another place with --from, or another image."),
        ("imageNotApproved", "The image is not in the list of --lock.", "Have it approved, or take one that is."),
        ("lockUnreadable", "The file of --lock is no list of approved images.", "One SHA-256 a line, as vescboot bundle export writes them."),
        ("manifestUnreadable", "The list in a folder of images is not understood.", "Export the folder again."),
        ("fetchFailed", "The image could not be fetched.", "Check the network (HTTPS_PROXY names a proxy), or --from a mirror or a folder."),
        ("originNotFound", "What --from names is neither a web address nor a folder.", "Give an address with http:// or https://, or a folder that is there."),
        ("exportFailed", "The folder for an export cannot be written.", "Give a folder that can be written."),
        ("folderTooLarge", "The folder holds more files than a folder of images does.", "Give the folder that holds the images."),
        ("nothingRecognised", "The folder holds no image of the catalogue.", "Give the folder that holds the images; vescboot image inspect FILE looks at one."),
        ("nameInvalid", "That cannot be the name of an image of your own.", "Letters, digits and . _ + -, a letter or digit first."),
        ("nameTaken", "Another image of your own has that name.", "Take another name."),
        ("storeUnusable", "The local store of images cannot be used.", "Mend its rights, or name another folder in VESCBOOT_STORE."),
        ("storeDamaged", "Files in the store were damaged; they were moved aside and are not used.", "vescboot bundle fetch gets them again."),
        ("sectorRejected", "The file is no saved bootloader sector.", "Give --sector a file that --replace has saved."),
        ("sectorUnreadable", "The saved sector cannot be read.", "Give --sector a file that --replace has saved."),
    ];
}
