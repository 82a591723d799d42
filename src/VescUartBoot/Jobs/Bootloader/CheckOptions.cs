using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Bootloader;

/// <summary>What a check takes.</summary>
public sealed record CheckOptions : JobOptions
{
    /// <summary>How to wait for the board, with <see cref="CheckMethod.Jump"/>.</summary>
    public RestartOptions Restart { get; init; } = new();
}
