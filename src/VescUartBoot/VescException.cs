namespace VescUartBoot;

/// <summary>The base of every exception that this library throws for a reason outside the program: a link, a board or a file.</summary>
/// <param name="message">One sentence for a person.</param>
/// <param name="innerException">What the system said, if it said anything.</param>
public abstract class VescException(string message, Exception? innerException = null) : Exception(message, innerException);
