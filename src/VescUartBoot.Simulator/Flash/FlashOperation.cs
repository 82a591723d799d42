using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Simulator.Flash;

/// <summary>Something that flash is busy with. It is applied at its end, or as far as it came when the power went.</summary>
internal abstract class FlashOperation
{
    public TimeSpan Start { get; set; }

    public required TimeSpan Duration { get; init; }

    public abstract void Complete(SimulatedFlash flash, ref SimulatedRandom random);

    /// <summary>The power went after <paramref name="elapsed"/>.</summary>
    public abstract void Cut(SimulatedFlash flash, TimeSpan elapsed, ref SimulatedRandom random);
}
