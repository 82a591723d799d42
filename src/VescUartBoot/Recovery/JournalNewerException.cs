namespace VescUartBoot.Recovery;

/// <summary>A journal file was written by a newer version of the library; it is not damaged.</summary>
internal sealed class JournalNewerException(string message) : JournalException(message);
