using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Images;
using VescUartBoot.Journal;
using VescUartBoot.Messages;

namespace VescUartBoot.Jobs;

/// <summary>What a check takes.</summary>
public sealed record CheckOptions : JobOptions
{
    /// <summary>How to wait for the board, with <see cref="CheckMethod.Jump"/>.</summary>
    public RestartOptions Restart { get; init; } = new();
}
