namespace VescUartBoot.Simulator;

/// <summary>The description of a simulated board is not valid, or the board cannot be created. The message is written for the
/// user.</summary>
public sealed class SimulatorException(string message, Exception? innerException = null) : Exception(message, innerException);
