namespace VescUartBoot.Boards;

/// <summary>The CAN bus behind a board, or a node on it, cannot be used.</summary>
/// <param name="problem">The kind of problem.</param>
/// <param name="message">One sentence for the user.</param>
public sealed class CanBusException(CanBusProblem problem, string message) : VescException(message)
{
    /// <summary>The kind of problem.</summary>
    public CanBusProblem Problem { get; } = problem;
}
