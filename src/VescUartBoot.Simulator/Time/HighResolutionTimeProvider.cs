namespace VescUartBoot.Simulator;

/// <summary>Real time, with timers that are accurate to about a tenth of a millisecond and do not spin.</summary>
public sealed class HighResolutionTimeProvider : TimeProvider
{
}
