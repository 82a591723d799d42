using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Images;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Jobs;

/// <summary>The jobs, as extension methods of <see cref="Board"/>. A board runs one job at a time.</summary>
/// <remarks>
/// A job that fails also returns a result: <see cref="Common.JobResult.Failure"/> gives the cause and the state of the board.
/// Cancellation stops a job at the next safe point; steps that must not stay incomplete are finished first.
/// </remarks>
public static class BoardJobs
{
    /// <summary>Checks the bootloader sector. Any content except an intact bootloader is a failure.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">Options of the check. Default: <see cref="CheckOptions"/> without changes.</param>
    /// <param name="cancellationToken">Stops the job at the next safe point.</param>
    public static Task<CheckResult> CheckBootloaderAsync(this Board board, CheckOptions? options = null,
        CancellationToken cancellationToken = default) =>
        CheckBootloader.RunAsync(board, options ?? new(), cancellationToken);

    /// <summary>Installs a bootloader on a board that has none: checks, backs up, erases if needed, writes, reads back, cleans
    /// up.</summary>
    /// <param name="board">The board.</param>
    /// <param name="image">The bootloader.</param>
    /// <param name="options">Permissions. Default: existing content is not replaced.</param>
    /// <param name="cancellationToken">Stops the job before the first change of the sector; after that change the job finishes
    /// first.</param>
    public static Task<InstallResult> InstallBootloaderAsync(
        this Board board, BootloaderImage image, InstallOptions? options = null, CancellationToken cancellationToken = default) =>
        board.InstallBootloaderAsync((options ?? new()) with { Image = image }, cancellationToken);

    /// <summary>Installs <see cref="InstallOptions.Image"/>, or the current bootloader for the board from
    /// <see cref="InstallOptions.Images"/>.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The image to install, and permissions.</param>
    /// <param name="cancellationToken">Stops the job before the first change of the sector; after that change the job finishes
    /// first.</param>
    public static Task<InstallResult> InstallBootloaderAsync(this Board board, InstallOptions options,
        CancellationToken cancellationToken = default) =>
        InstallBootloader.RunAsync(board, options, cancellationToken);

    /// <summary>Compares the bootloader sector with an image, byte for byte.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The expected image. Default: any bootloader of the catalogue.</param>
    /// <param name="cancellationToken">Stops the job at the next safe point.</param>
    public static Task<VerifyResult> VerifyBootloaderAsync(this Board board, VerifyOptions? options = null,
        CancellationToken cancellationToken = default) =>
        VerifyBootloader.RunAsync(board, options ?? new(), cancellationToken);

    /// <summary>Restores a bootloader sector from a backup.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The saved sector, and permissions.</param>
    /// <param name="cancellationToken">Stops the job before the first change of the sector; after that change the job finishes
    /// first.</param>
    public static Task<RestoreSectorResult> RestoreSectorAsync(this Board board, RestoreSectorOptions options,
        CancellationToken cancellationToken = default) =>
        RestoreSector.RunAsync(board, options, cancellationToken);

    /// <summary>Installs the firmware of a file: plans, backs up, uploads, restarts, verifies.</summary>
    /// <param name="board">The board.</param>
    /// <param name="image">The firmware.</param>
    /// <param name="options">Permissions. Default: no downgrade, and settings are carried over.</param>
    /// <param name="cancellationToken">Stops the job before the jump to the bootloader; after the jump the job finishes first.</param>
    public static Task<UpgradeResult> UpgradeFirmwareAsync(
        this Board board, FirmwareImage image, UpgradeOptions? options = null, CancellationToken cancellationToken = default) =>
        board.UpgradeFirmwareAsync(
            (options ?? new()) with { Target = new FirmwareTarget.Image(ImageReference.Of(image.Inspection.File)) }, cancellationToken);

    /// <summary>Installs a firmware release: plans, backs up, uploads, restarts, verifies.</summary>
    /// <param name="board">The board.</param>
    /// <param name="version">The version as written in the catalogue, for example <c>7.00</c>, or <c>latest</c>.</param>
    /// <param name="options">Permissions; <see cref="UpgradeOptions.Images"/> provides the image.</param>
    /// <param name="cancellationToken">Stops the job before the jump to the bootloader; after the jump the job finishes first.</param>
    public static Task<UpgradeResult> UpgradeFirmwareAsync(
        this Board board, string version, UpgradeOptions options, CancellationToken cancellationToken = default) =>
        board.UpgradeFirmwareAsync(options with { Target = new FirmwareTarget.Release(version) }, cancellationToken);

    /// <summary>Installs <see cref="UpgradeOptions.Target"/>.</summary>
    internal static Task<UpgradeResult> UpgradeFirmwareAsync(this Board board, UpgradeOptions options,
        CancellationToken cancellationToken = default) =>
        UpgradeFirmware.RunAsync(board, options, cancellationToken);

    /// <summary>Backs up the settings and scripts of a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The destination folder.</param>
    /// <param name="cancellationToken">Stops the job at the next safe point.</param>
    public static Task<BackupResult> BackUpAsync(this Board board, BackupOptions options, CancellationToken cancellationToken = default) =>
        BackupBoard.RunAsync(board, options, cancellationToken);

    /// <summary>Restores settings and scripts from a backup.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The backup, and the parts to restore.</param>
    /// <param name="cancellationToken">Stops the job at the next safe point.</param>
    public static Task<RestoreResult> RestoreAsync(this Board board, RestoreOptions options,
        CancellationToken cancellationToken = default) =>
        RestoreBoard.RunAsync(board, options, cancellationToken);

    /// <summary>Changes settings: checks the new values, stores them, reads them back.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The new values.</param>
    /// <param name="cancellationToken">Stops the job before the first configuration is stored.</param>
    /// <exception cref="Settings.SettingRejectedException">The firmware has no such setting, or the value is not valid.</exception>
    /// <exception cref="Settings.UnknownSettingsLayoutException">The settings layout of the board or of the file is not known.</exception>
    internal static Task<ChangeSettingsResult> ChangeSettingsAsync(
        this Board board, ChangeSettingsOptions options, CancellationToken cancellationToken = default) =>
        ChangeSettings.RunAsync(board, options, cancellationToken);

    /// <summary>Scans the CAN bus behind this board. The scan takes some seconds and changes nothing.</summary>
    /// <param name="board">The board with the cable.</param>
    /// <param name="cancellationToken">Stops the scan.</param>
    /// <exception cref="CanBusException">This board cannot scan.</exception>
    public static Task<CanScan> ScanCanAsync(this Board board, CancellationToken cancellationToken = default) =>
        CanBusLook.ScanAsync(board, cancellationToken);

    /// <summary>Counts the boards that answer on the CAN bus behind this one. The bus is queried only if the settings of this board
    /// indicate other boards (it sends CAN status frames, or its CAN baud rate is not the factory default); otherwise the result is
    /// 0.</summary>
    /// <param name="board">The board with the cable.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public static Task<int> CountOnCanAsync(this Board board, CancellationToken cancellationToken = default) =>
        CanBusLook.CountAsync(board, cancellationToken);

    /// <summary>Reads a board whose SWD pins are wired to this one.</summary>
    /// <param name="helper">The board with the cable. Its SWD pins are the probe.</param>
    /// <param name="options">Confirmation and progress callbacks.</param>
    /// <param name="cancellationToken">Stops the job between two reads; the target then runs again.</param>
    internal static Task<RescueResult> LookAtTargetAsync(this Board helper, RescueOptions options,
        CancellationToken cancellationToken = default) =>
        LookAtTarget.RunAsync(helper, options, cancellationToken);

    /// <summary>Installs a bootloader on a board whose SWD pins are wired to this one. Only the bootloader sector changes.</summary>
    /// <param name="helper">The board with the cable. Its SWD pins are the probe.</param>
    /// <param name="options">The image to install, and permissions.</param>
    /// <param name="cancellationToken">Stops the job before the first change of the sector; after that change the job finishes
    /// first.</param>
    internal static Task<RescueResult> InstallOnTargetAsync(this Board helper, RescueOptions options,
        CancellationToken cancellationToken = default) =>
        InstallOnTarget.RunAsync(helper, options, cancellationToken);

    /// <summary>Writes firmware and bootloader to an empty or damaged board whose SWD pins are wired to this one.</summary>
    /// <param name="helper">The board with the cable. Its SWD pins are the probe.</param>
    /// <param name="options">The images to write, and permissions.</param>
    /// <param name="cancellationToken">Stops the job between two writes. An incomplete firmware does not start; the next run continues from
    /// it.</param>
    internal static Task<RescueResult> RestoreTargetAsync(this Board helper, RestoreTargetOptions options,
        CancellationToken cancellationToken = default) =>
        RestoreTarget.RunAsync(helper, options, cancellationToken);

    /// <summary>Reads a region of flash.</summary>
    /// <param name="board">The board.</param>
    /// <param name="options">The region and the destination file.</param>
    /// <param name="cancellationToken">Stops the job at the next safe point.</param>
    public static Task<DumpResult> DumpFlashAsync(this Board board, DumpOptions options, CancellationToken cancellationToken = default) =>
        DumpFlash.RunAsync(board, options, cancellationToken);
}
