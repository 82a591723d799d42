using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Simulator.Swd;

/// <summary>The wires between a helper and its target. What the helper knows of the target is gone with a restart of either.</summary>
/// <param name="target">The board at the other end.</param>
/// <param name="options">What it is.</param>
internal sealed class SwdWires(Machine target, SimulatedTarget options)
{
    public Machine Target { get; } = target;

    public SimulatedTarget Options { get; } = options;

    /// <summary>Whether a wire is loose.</summary>
    public bool IsLoose { get; set; } = options.IsLoose;

    /// <summary>Whether the target's debug port answers.</summary>
    public bool Carry => !IsLoose && Target.State != BoardState.Off;

    /// <summary>Loosens a wire, and fastens it again after a time.</summary>
    public void Loosen(TimeSpan? back)
    {
        IsLoose = true;
        if (back is { } time)
        {
            Target.Clock.After(time, () => IsLoose = false);
        }
    }
}
