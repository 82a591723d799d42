using VescUartBoot.Images;
using VescUartBoot.Links;

namespace VescUartBoot.Station.Ports;

/// <summary>A port where a board may be.</summary>
/// <param name="Name">Name of the port, unique on this machine.</param>
/// <param name="Source">Opens it.</param>
internal sealed record BenchPort(string Name, ILinkSource Source)
{
    /// <summary>The clock of the board. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Tells a word that changes whenever the port comes anew, so that another board may hang there. Default: nothing tells
    /// it.</summary>
    public Func<string?> Plugging { get; init; } = () => null;

    /// <summary>Other ports on which the board may come back after a restart; the argument says whether its own is there. Default:
    /// none.</summary>
    public Func<bool, ValueTask<IEnumerable<ILinkSource>>> OthersAsync { get; init; } = _ => new([]);

    /// <summary>The bootloader of a simulated board; <see langword="null"/>: the board is real.</summary>
    public BootloaderImage? SimulatedImage { get; init; }
}
