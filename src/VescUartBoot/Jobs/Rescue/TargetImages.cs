using VescUartBoot.Images;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Chooses the images for a target: by the given hardware name, or the one in its flash.</summary>
internal static class TargetImages
{
    /// <summary>The given bootloader, or the one that fits the hardware.</summary>
    public static async Task<BootloaderImage> ChooseBootloaderAsync(
        JobRun session, RescueOptions options, string? hardware, CancellationToken cancellationToken)
    {
        session.Begin(JobPhase.Image);
        var image = options.Image;
        if (image is null)
        {
            var choice = options.Choice
                ?? throw new JobStoppedException(FailureCode.ImageRejected,
                    "no bootloader was given, and there is no catalogue to choose one from");
            var chosen = await choice.ForAsync(hardware, session.Options, cancellationToken).ConfigureAwait(false);
            session.Report(new JobEvent.ImageChosen(chosen.Image.Name, chosen.Why));
            image = chosen.Image;
        }

        var known = ImageValidation.Require(image, session.Options.Catalog);
        SimulatedOnlyImage.RequireLink(session, image.Name, known, mayProve: false);
        return known is null ? Unrecognised(session, image) : image;
    }

    /// <summary>The hardware for which images are chosen.</summary>
    /// <exception cref="JobStoppedException">The hardware is neither given nor in the flash, or the two names differ.</exception>
    public static string HardwareOf(RestoreTargetOptions options, TargetContent found) => (options, found.Application.Hardware) switch
    {
        ({ ForceHardware: { } forced }, _) => forced,
        ({ Hardware: { } named }, { } told) when !string.Equals(named, told, StringComparison.OrdinalIgnoreCase) =>
            throw new JobStoppedException(FailureCode.HardwareUnknown,
                $"the firmware on the target is for {told}, and {named} was asked for: one of the two is wrong"),
        ({ Hardware: { } named }, _) => named,
        (_, { } told) => told,
        _ => throw new JobStoppedException(FailureCode.HardwareUnknown,
            "the target's flash does not contain its hardware name, and none was given"),
    };

    /// <summary>Provides the requested firmware.</summary>
    /// <exception cref="ImageRejectedException">There is none, or it is not for this hardware.</exception>
    public static async Task<FirmwareImage> BringFirmwareAsync(
        JobRun session, RestoreTargetOptions options, string hardware, CancellationToken cancellationToken)
    {
        var firmware = options.Target switch
        {
            FirmwareTarget.Release release => await options.Firmware.BringAsync(
                options.Firmware.Find(release.Word, hardware), $"it is for {hardware}", session.Options,
                cancellationToken).ConfigureAwait(false),
            var named => await options.Firmware.BringAsync(((FirmwareTarget.Image)named).Named, session.Options,
                cancellationToken).ConfigureAwait(false),
        };
        string? carried = firmware.Recognition.Image.Hardware;
        if (firmware.Recognition.TieTo(hardware) is null && (options.ForceHardware is null || carried is not null))
        {
            throw new ImageRejectedException("imageHardware",
                carried is null
                    ? $"nothing in {firmware.Image.Name} names its hardware, and the wrong one can destroy the power stage of "
                        + $"this {hardware}"
                    : $"{firmware.Image.Name} is for {carried}, not for {hardware}: the wrong one can destroy its power stage")
            {
                Id = firmware.Image.Name,
                Hardware = hardware,
                ImageHardware = carried,
            };
        }

        session.Report(new JobEvent.ImageChosen(firmware.Image.Name, firmware.Why));
        return firmware.Image;
    }

    private static BootloaderImage Unrecognised(JobRun session, BootloaderImage image)
    {
        session.Warn("imageUnrecognised",
            $"{image.Name} is not in the catalogue (SHA-256 {image.Sha256[..16]}…); its vectors are those of a bootloader for this chip");
        return image;
    }
}
