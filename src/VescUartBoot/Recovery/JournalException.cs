namespace VescUartBoot.Recovery;

/// <summary>The journal cannot be read or written.</summary>
internal class JournalException(string message, Exception? inner = null) : VescException(message, inner);
