using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>Options of a check.</summary>
public sealed record CheckOptions : JobOptions
{
    /// <summary>Options of the wait for the restart, with <see cref="CheckMethod.Jump"/>.</summary>
    public RestartOptions Restart { get; init; } = new();
}
