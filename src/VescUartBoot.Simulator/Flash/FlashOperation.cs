using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Flash;

/// <summary>A running flash operation. It takes effect at its end, or up to its current progress at a power cut.</summary>
internal abstract class FlashOperation
{
    public TimeSpan Start { get; set; }

    public required TimeSpan Duration { get; init; }

    public abstract void Complete(SimulatedFlash flash, ref SimulatedRandom random);

    /// <summary>Handles a power cut after <paramref name="elapsed"/>.</summary>
    public abstract void Cut(SimulatedFlash flash, TimeSpan elapsed, ref SimulatedRandom random);
}
