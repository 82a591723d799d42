namespace VescUartBoot;

/// <summary>Base class of all exceptions that this library throws for a cause outside the program: a link, a board or a file.</summary>
/// <param name="message">One sentence for the user.</param>
/// <param name="innerException">The exception of the operating system, if there is one.</param>
public abstract class VescException(string message, Exception? innerException = null) : Exception(message, innerException);
