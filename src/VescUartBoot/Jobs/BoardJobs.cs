using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Jobs;

/// <summary>The jobs, as methods of a board. One job at a time runs on one board.</summary>
/// <remarks>
/// A job returns a result also where it fails: <see cref="Common.JobResult.Failure"/> says why and what the board holds.
/// Cancellation stops a job at the next safe point; what must not be left half done is finished first.
/// </remarks>
public static class BoardJobs
{
    /// <summary>Looks into the bootloader sector. Anything but a sound bootloader is a failure.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">How to look. Default: <see cref="CheckOptions"/> without changes.</param>
    /// <param name="cancellationToken">Stops at the next safe point.</param>
    public static Task<CheckResult> CheckBootloaderAsync(this Board board, CheckOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CheckBootloader.RunAsync(board, options ?? new(), cancellationToken);

    /// <summary>Installs a bootloader on a board that has none: check, save, erase if needed, write, read back, undo.</summary>
    /// <param name="board">The board.</param>
    /// <param name="image">The bootloader.</param>
    /// <param name="options">What is allowed. Default: nothing that exists is replaced.</param>
    /// <param name="cancellationToken">Stops before the first change of the sector; from there on the job finishes first.</param>
    public static Task<InstallResult> InstallBootloaderAsync(
        this Board board, BootloaderImage image, InstallOptions? options = null, CancellationToken cancellationToken = default) =>
        board.InstallBootloaderAsync((options ?? new()) with { Image = image }, cancellationToken);

    /// <summary>Installs <see cref="InstallOptions.Image"/>, or the current bootloader for the board from
    /// <see cref="InstallOptions.Images"/>.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">What to install and what is allowed.</param>
    /// <param name="cancellationToken">Stops before the first change of the sector; from there on the job finishes first.</param>
    public static Task<InstallResult> InstallBootloaderAsync(this Board board, InstallOptions options,
        CancellationToken cancellationToken = default) =>
        InstallBootloader.RunAsync(board, options, cancellationToken);

    /// <summary>Compares the bootloader sector with an image, byte for byte.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">What should be there. Default: any bootloader of the catalogue.</param>
    /// <param name="cancellationToken">Stops at the next safe point.</param>
    public static Task<VerifyResult> VerifyBootloaderAsync(this Board board, VerifyOptions? options = null,
        CancellationToken cancellationToken = default) =>
        VerifyBootloader.RunAsync(board, options ?? new(), cancellationToken);

    /// <summary>Restores a saved bootloader sector.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The saved sector and what is allowed.</param>
    /// <param name="cancellationToken">Stops before the first change of the sector; from there on the job finishes first.</param>
    public static Task<RestoreSectorResult> RestoreSectorAsync(this Board board, RestoreSectorOptions options,
        CancellationToken cancellationToken = default) =>
        RestoreSector.RunAsync(board, options, cancellationToken);

    /// <summary>Brings a board to the firmware of a file: plan, backup, upload, restart, proof.</summary>
    /// <param name="board">The board.</param>
    /// <param name="image">The firmware.</param>
    /// <param name="options">What is allowed. Default: no older version, and settings are carried over.</param>
    /// <param name="cancellationToken">Stops before the jump; from there on the job finishes first.</param>
    public static Task<UpgradeResult> UpgradeFirmwareAsync(
        this Board board, FirmwareImage image, UpgradeOptions? options = null, CancellationToken cancellationToken = default) =>
        board.UpgradeFirmwareAsync(
            (options ?? new()) with { Target = new FirmwareTarget.Image(ImageReference.Of(image.Inspection.File)) }, cancellationToken);

    /// <summary>Brings a board to a release: plan, backup, upload, restart, proof.</summary>
    /// <param name="board">The board.</param>
    /// <param name="version">The version as the catalogue writes it, such as <c>7.00</c>, or <c>latest</c>.</param>
    /// <param name="options">What is allowed; <see cref="UpgradeOptions.Images"/> brings the bytes.</param>
    /// <param name="cancellationToken">Stops before the jump; from there on the job finishes first.</param>
    public static Task<UpgradeResult> UpgradeFirmwareAsync(
        this Board board, string version, UpgradeOptions options, CancellationToken cancellationToken = default) =>
        board.UpgradeFirmwareAsync(options with { Target = new FirmwareTarget.Release(version) }, cancellationToken);

    /// <summary>Brings a board to <see cref="UpgradeOptions.Target"/>.</summary>
    internal static Task<UpgradeResult> UpgradeFirmwareAsync(this Board board, UpgradeOptions options,
        CancellationToken cancellationToken = default) =>
        UpgradeFirmware.RunAsync(board, options, cancellationToken);

    /// <summary>Saves settings and scripts of a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">Where to save.</param>
    /// <param name="cancellationToken">Stops at the next safe point.</param>
    public static Task<BackupResult> BackUpAsync(this Board board, BackupOptions options, CancellationToken cancellationToken = default) =>
        BackupBoard.RunAsync(board, options, cancellationToken);

    /// <summary>Restores settings and scripts from a backup.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The backup and which parts of it.</param>
    /// <param name="cancellationToken">Stops at the next safe point.</param>
    public static Task<RestoreResult> RestoreAsync(this Board board, RestoreOptions options,
        CancellationToken cancellationToken = default) =>
        RestoreBoard.RunAsync(board, options, cancellationToken);

    /// <summary>Gives settings new values: checked, stored, read back.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The new values.</param>
    /// <param name="cancellationToken">Stops before the first configuration is stored.</param>
    /// <exception cref="Settings.SettingRejectedException">The firmware has no such setting, or does not take the value.</exception>
    /// <exception cref="Settings.UnknownSettingsLayoutException">The layout of the board or of the file is not known.</exception>
    internal static Task<ChangeSettingsResult> ChangeSettingsAsync(
        this Board board, ChangeSettingsOptions options, CancellationToken cancellationToken = default) =>
        ChangeSettings.RunAsync(board, options, cancellationToken);

    /// <summary>Scans the CAN bus behind this board; changes nothing and takes some seconds.</summary>
    /// <param name="board">The board with the cable.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <exception cref="CanBusException">This board cannot scan.</exception>
    public static Task<CanScan> ScanCanAsync(this Board board, CancellationToken cancellationToken = default) =>
        CanBusLook.ScanAsync(board, cancellationToken);

    /// <summary>How many boards answer on the CAN bus behind this one. It is asked only where the settings of this one say that there are
    /// others: it sends CAN status frames, or has another baud rate than the factory's. Else 0.</summary>
    /// <param name="board">The board with the cable.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    public static Task<int> CountOnCanAsync(this Board board, CancellationToken cancellationToken = default) =>
        CanBusLook.CountAsync(board, cancellationToken);

    /// <summary>Reads a board whose SWD pins are wired to those of this one.</summary>
    /// <param name="helper">The board with the cable, whose SWD pins are the probe.</param>
    /// <param name="options">Who is asked and told.</param>
    /// <param name="cancellationToken">Stops between two reads; the target is let run again.</param>
    internal static Task<RescueResult> LookAtTargetAsync(this Board helper, RescueOptions options,
        CancellationToken cancellationToken = default) =>
        LookAtTarget.RunAsync(helper, options, cancellationToken);

    /// <summary>Puts a bootloader on a board whose SWD pins are wired to those of this one; only its bootloader sector changes.</summary>
    /// <param name="helper">The board with the cable, whose SWD pins are the probe.</param>
    /// <param name="options">What to install and what is allowed.</param>
    /// <param name="cancellationToken">Stops before the first change of the sector; from there on the job finishes first.</param>
    internal static Task<RescueResult> InstallOnTargetAsync(this Board helper, RescueOptions options,
        CancellationToken cancellationToken = default) =>
        InstallOnTarget.RunAsync(helper, options, cancellationToken);

    /// <summary>Writes firmware and bootloader to an empty or broken board whose SWD pins are wired to those of this one.</summary>
    /// <param name="helper">The board with the cable, whose SWD pins are the probe.</param>
    /// <param name="options">What to write and what is allowed.</param>
    /// <param name="cancellationToken">Stops between two writes: half a firmware does not run, and the next run goes on from it.</param>
    internal static Task<RescueResult> RestoreTargetAsync(this Board helper, RestoreTargetOptions options,
        CancellationToken cancellationToken = default) =>
        RestoreTarget.RunAsync(helper, options, cancellationToken);

    /// <summary>Reads a region of flash.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The region and where to save it.</param>
    /// <param name="cancellationToken">Stops at the next safe point.</param>
    public static Task<DumpResult> DumpFlashAsync(this Board board, DumpOptions options, CancellationToken cancellationToken = default) =>
        DumpFlash.RunAsync(board, options, cancellationToken);
}
