using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Swd;

/// <summary>The wires between a helper and its target. A restart of either ends the attachment.</summary>
/// <param name="target">The target.</param>
/// <param name="options">Options of the target.</param>
internal sealed class SwdWires(Machine target, SimulatedTarget options)
{
    public Machine Target { get; } = target;

    public SimulatedTarget Options { get; } = options;

    /// <summary>Whether a wire is loose.</summary>
    public bool IsLoose { get; set; } = options.IsLoose;

    /// <summary>Whether the target's debug port responds.</summary>
    public bool Carry => !IsLoose && Target.State != BoardState.Off;

    /// <summary>Disconnects a wire and reconnects it after a time.</summary>
    public void Loosen(TimeSpan? back)
    {
        IsLoose = true;
        if (back is { } time)
        {
            Target.Clock.After(time, () => IsLoose = false);
        }
    }
}
