using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Content of a target, as read by a helper.</summary>
/// <param name="Uuid">UUID of the target.</param>
/// <param name="Chip">Name of its chip.</param>
/// <param name="Application">Content of its application sectors.</param>
/// <param name="Bootloader">Content of its bootloader sector.</param>
/// <param name="HasSettings">Whether its settings sectors have content.</param>
internal sealed record TargetContent(
    Uuid Uuid, string Chip, ApplicationContent Application, BootloaderStatus Bootloader, bool HasSettings);
