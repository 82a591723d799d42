namespace VescUartBoot.Simulator;

/// <summary>A bootloader at work.</summary>
internal sealed class BootloaderRun(Machine machine, SimulatedBootloader bootloader)
{
    public void Begin() =>
        machine.LeaveBootloader(BootloaderResult.BadLength, bootloader.Blinks ? machine.Timing.Blink * 3 : TimeSpan.Zero);
}
