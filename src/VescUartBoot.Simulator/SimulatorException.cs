namespace VescUartBoot.Simulator;

/// <summary>A simulated board was asked for in words that mean nothing, or cannot be made. The message is for the person who
/// asked.</summary>
public sealed class SimulatorException(string message, Exception? innerException = null) : Exception(message, innerException);
