namespace VescUartBoot.Simulator.Boards;

/// <summary>State of a motor: driven or not, and its speed.</summary>
internal sealed class MotorState(bool held, int erpm)
{
    /// <summary>Whether the motor is driven and not released. A motor that only spins counts as released.</summary>
    public bool Held { get; set; } = held;

    public int Erpm { get; set; } = erpm;
}
