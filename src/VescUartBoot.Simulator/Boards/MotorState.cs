namespace VescUartBoot.Simulator.Boards;

/// <summary>A motor: driven or not, and how fast it turns.</summary>
internal sealed class MotorState(bool held, int erpm)
{
    /// <summary>Whether it is driven and does not let go. One that only spins counts as released.</summary>
    public bool Held { get; set; } = held;

    public int Erpm { get; set; } = erpm;
}
