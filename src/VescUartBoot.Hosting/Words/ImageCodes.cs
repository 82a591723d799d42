using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Images;

namespace VescUartBoot.Hosting.Words;

/// <summary>The errors of images, catalogue and store, each with a next step that depends on the known facts.</summary>
internal static class ImageCodes
{
    // More of them do not fit on one line.
    private const int MostVersions = 8;

    private const string Inspect = "vescboot image inspect FILE identifies a file.";

    public static ErrorWords[] All { get; } =
    [
        new("imageRejected", ExitCode.ImageRejected, "The image must not be written to this board: a demo on a real one, for instance.",
            "Name a bootloader for real boards."),
        new("imageUnreadable", ExitCode.ImageRejected, "The file does not exist, cannot be read, or is truncated.", Inspect, Unreadable),
        new("imageNotBootloader", ExitCode.ImageRejected,
            "The file is not a bootloader for this chip: its vectors do not point into the bootloader sector.", Inspect, NotBootloader),
        new("imageNotFirmware", ExitCode.ImageRejected, "The file is not a firmware for this chip.", Inspect, NotFirmware),
        new("imageNotUsable", ExitCode.ImageRejected, "The file is not for a motor controller.", Inspect, NotUsable),
        new("imageTooLong", ExitCode.ImageRejected, "The image does not fit, not even compressed.",
            "Omit --compress never; otherwise use the firmware of another release or variant."),
        new("imageHardware", ExitCode.ImageRejected,
            "The image is not known to be for this hardware, and the wrong one can destroy the power stage.",
            "Use the image for the hardware name of your board; --force-hardware NAME accepts another.", OtherHardware),
        new("imageDamaged", ExitCode.ImageRejected, "The file is a copy of a known image with bits changed.",
            "Get it again: vescboot bundle fetch.", Damaged),
        new("imageHashMismatch", ExitCode.ImageRejected, "The bytes do not match the hash in the catalogue or list.",
            "Use another source: vescboot bundle fetch --from URL|DIR.", OtherBytes),
        new("imageTruncated", ExitCode.ImageRejected,
            "A raw firmware with a length that no release has, so its end may be missing. An incomplete firmware makes the board unusable.",
            "Download the file again; for your own build of that length use the .hex or .elf file, which contain their end."),
        new("imageUnknown", ExitCode.ImageRejected, "The catalogue has no image, or several, with that name, version or hash.",
            "vescboot bundle list shows the known images.", Unknown),
        new("imageMissing", ExitCode.ImageRejected, "The image is known, but not in the local store.",
            "vescboot bundle fetch ID, or bundle import FILE.", Missing),
        new("imageNotThere", ExitCode.ImageRejected, "The source does not have the image.",
            "Name another source with --from, or another image.", NotThere),
        new("imageNotApproved", ExitCode.ImageRejected, "The image is not in the list of --lock.",
            "Use an approved image, or have this one approved."),
        new("lockUnreadable", ExitCode.ImageRejected, "The file of --lock is not a list of approved images.",
            "Give --lock a text file whose lines begin with a SHA-256, such as the SHA256SUMS of vescboot bundle export."),
        new("manifestUnreadable", ExitCode.ImageRejected, "The list in a folder of images is not valid.",
            "Copy or export the folder again."),
        new("fetchFailed", ExitCode.ImageRejected, "The image could not be fetched.",
            "Check the network (HTTPS_PROXY names a proxy), or --from a mirror or a folder.", NotFetched),
        new("originNotFound", ExitCode.ImageRejected, "The value of --from is neither a web address nor a folder.",
            "Give --from an address with http:// or https://, or an existing folder."),
        new("exportFailed", ExitCode.ImageRejected, "The folder for the export cannot be written.", "Give a writable folder."),
        new("folderTooLarge", ExitCode.ImageRejected, "The folder has too many files for a folder of images.",
            "Give the folder with the images."),
        new("nothingRecognised", ExitCode.ImageRejected, "The folder contains no image of the catalogue.",
            "Give the folder with the images; vescboot image inspect FILE identifies one."),
        new("nameInvalid", ExitCode.ImageRejected, "The name for your own image is not valid.",
            "Use letters, digits and . _ + -, at most 64, a letter or digit first."),
        new("nameTaken", ExitCode.ImageRejected, "Another of your own images has that name.", "Use another name."),
        new("storeUnusable", ExitCode.ImageRejected, "The local store of images cannot be used.",
            "Correct its permissions, or name another folder in VESCBOOT_STORE."),
        new("storeDamaged", ExitCode.ImageRejected, "Files in the store were damaged; they were moved aside and are not used.",
            "vescboot bundle fetch downloads them again."),
        new("sectorRejected", ExitCode.ImageRejected, "The file is not a saved bootloader sector.",
            "Give --sector a file that --replace has saved; for a bootloader: vescboot install --image FILE."),
        new("sectorUnreadable", ExitCode.ImageRejected, "The saved sector cannot be read.",
            "Give --sector a file that --replace has saved."),
    ];

    private static string Unreadable(ImageRejectedException e) => e switch
    {
        { Expected: ExpectedFile.ApprovedImages } => ErrorTable.Of("lockUnreadable").Spoken,
        { Expected: ExpectedFile.FolderList } => ErrorTable.Of("manifestUnreadable").Spoken,
        { Path: not null } => "give a .bin, .hex or .elf file of the image",
        { Expected: ExpectedFile.Bootloader } => "name an existing file, or an id or hash from this list: vescboot bundle list bootloaders",
        _ => "give --image an existing file, or an id or hash from this list: vescboot bundle list VERSION",
    };

    private static string NotBootloader(ImageRejectedException e) => e.Id is not null
        ? "vescboot bundle list bootloaders shows those that may be installed"
        : "give a bootloader for an STM32F405 board (at most 128 KB, linked to 0x080E0000) as .bin, .hex or .elf";

    private static string NotFirmware(ImageRejectedException e) => e.Id is not null
        ? "vescboot bundle list VERSION shows the firmware of a version"
        : $"give --image a firmware for an STM32F405 board (at most {FlashMap.MaxApplicationLength} bytes, linked to 0x08000000) as .bin, "
            + ".hex or .elf";

    private static string NotUsable(ImageRejectedException e) => e.Path is not null
        ? "remove it from the folder"
        : "give a bootloader or a firmware for a motor controller, as .bin, .hex or .elf";

    private static string OtherHardware(ImageRejectedException e) => e switch
    {
        { Id: null } => "read the name on the board and give it with --force-hardware NAME",
        { ImageHardware: { } carried } =>
            $"use an image for {e.Hardware ?? "this board"}: vescboot upgrade --to latest; if you know better: --force-hardware "
                + $"{Typed(carried)}",
        _ => $"if you know for certain that it is for this board: --force-hardware {Typed(e.Hardware)}",
    };

    private static string Damaged(ImageRejectedException e) => $"get it again: {Advice.Fetch([e.Id ?? ImageCatalog.BootloadersWord])}";

    private static string OtherBytes(ImageRejectedException e) => e.Id is { } id
        ? $"nothing was stored; use another source: vescboot bundle fetch {Advice.Quoted(id)} --from URL|DIR"
        : ErrorTable.Of("manifestUnreadable").Spoken;

    private static string Unknown(ImageRejectedException e) => e switch
    {
        { Path: { } path } => Advice.KeepAsOwn(path),
        { Hardware: not null, Choices.Count: 0 } => "give --image a firmware that the maker of the board made for it",
        { Hardware: { } hardware, Choices: { } versions } => $"name another version: for {hardware} there {Range(versions)}",
        { Choices: not null } => "name one of them",
        { Id: { } word } => Named(word),
        _ => "vescboot bundle list shows what is known",
    };

    private static string Named(string word)
    {
        var firmware = ImageCatalog.Shipped.Firmware;
        string version = word.Split('/', 2)[0];
        return version != word && firmware.Versions.ContainsKey(version)
            ? $"vescboot bundle list {version}"
            : $"name '{ImageCatalog.BootloadersWord}', a version ({firmware.Versions.Keys.First()} to {firmware.Newest}), "
                + "a version with a hardware name (7.00/60_MK6), an id or a hash";
    }

    private static string Missing(ImageRejectedException e) => e.Id!.StartsWith(UserImageName.Prefix, StringComparison.Ordinal)
        ? "vescboot bundle import FILE --name NAME stores it again"
        : Advice.Fetch([e.Id]);

    private static string NotThere(ImageRejectedException e) => e.Path is null
        ? "take another image"
        : "give --from a clone of the archive, or a folder that vescboot bundle export wrote";

    private static string NotFetched(ImageRejectedException e) => e.Origin is not null
        ? "check the network (HTTPS_PROXY names a proxy); or download the image in a browser, and give install or upgrade --image FILE; "
            + $"or use a mirror or a folder: vescboot bundle fetch {Advice.Quoted(e.Id!)} --from FOLDER"
        : "run the same command again once the network is back";

    private static string Range(IReadOnlyList<string> versions) => versions.Count > MostVersions
        ? $"are {versions.Count} versions, {versions[0]} to {versions[^1]}"
        : $"{(versions.Count == 1 ? "is" : "are")} {string.Join(", ", versions)}";

    // The name comes from a board or a file, and users type it into a shell.
    private static string Typed(string? name) =>
        name?.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ') is true
        ? Advice.Quoted(name)
        : "NAME";
}
