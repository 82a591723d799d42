using VescUartBoot.Chip;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>What a helper has found at the other end of its SWD wires.</summary>
/// <param name="Uuid">Which board it is.</param>
/// <param name="Chip">Name of its chip.</param>
/// <param name="Application">What its application's sectors hold.</param>
/// <param name="Bootloader">What its bootloader sector holds.</param>
/// <param name="HasSettings">Whether anything stands in its settings sectors.</param>
internal sealed record TargetContent(
    Uuid Uuid, string Chip, ApplicationContent Application, BootloaderStatus Bootloader, bool HasSettings);
