using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>What a job takes on a board behind the SWD pins of another. <see cref="Common.JobOptions.Board"/> is the UUID of the
/// target.</summary>
internal record RescueOptions : SectorOptions
{
    /// <summary>The bootloader; without it <see cref="Choice"/> finds one.</summary>
    public Images.BootloaderImage? Image { get; init; }

    /// <summary>Finds the bootloader.</summary>
    internal BootloaderResolver? Choice { get; init; }

    /// <summary>Look and plan, but change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>Looks for the target on its own port after its restart. Default: nobody looks.</summary>
    public Func<Uuid, CancellationToken, Task<BoardIdentity?>>? See { get; init; }
}
