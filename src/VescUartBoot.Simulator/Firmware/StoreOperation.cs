using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Storing a configuration. One that was cut has values of both, and no CRC that fits: the next start takes the
/// factory's.</summary>
internal sealed class StoreOperation(SettingsPages pages, byte kind, ReadOnlyMemory<byte> configuration) : FlashOperation
{
    public override void Complete(SimulatedFlash flash, ref SimulatedRandom random) => pages.Store(kind, configuration.Span);

    public override void Cut(SimulatedFlash flash, TimeSpan elapsed, ref SimulatedRandom random)
    {
        if (elapsed > TimeSpan.Zero)
        {
            pages.StoreTorn(kind, configuration.Span);
        }
    }
}
