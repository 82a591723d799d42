using VescUartBoot.Boards;
using VescUartBoot.Chip;
using VescUartBoot.Jobs.Bootloader;

namespace VescUartBoot.Jobs.Rescue;

/// <summary>Options of a job on a board at the SWD pins of another. <see cref="Common.JobOptions.Board"/> is the UUID of the
/// target.</summary>
internal record RescueOptions : SectorOptions
{
    /// <summary>The bootloader; without it <see cref="Choice"/> finds one.</summary>
    public Images.BootloaderImage? Image { get; init; }

    /// <summary>Chooses the bootloader.</summary>
    internal BootloaderResolver? Choice { get; init; }

    /// <summary>Checks and plans only; changes nothing. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>Looks for the target on its own port after its restart. Default <see langword="null"/>: no search.</summary>
    public Func<Uuid, CancellationToken, Task<BoardIdentity?>>? See { get; init; }
}
