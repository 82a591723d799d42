namespace VescUartBoot.Boards;

/// <summary>The CAN bus behind a board cannot be used, or not in this way.</summary>
/// <param name="problem">The kind of reason.</param>
/// <param name="message">One sentence for a person.</param>
public sealed class CanBusException(CanBusProblem problem, string message) : VescException(message)
{
    /// <summary>The kind of reason.</summary>
    public CanBusProblem Problem { get; } = problem;
}
