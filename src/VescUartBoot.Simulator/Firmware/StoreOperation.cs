using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Flash;

namespace VescUartBoot.Simulator.Firmware;

/// <summary>Storing a configuration. After an interruption it has values of both and no valid CRC: the next start uses the
/// defaults.</summary>
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
