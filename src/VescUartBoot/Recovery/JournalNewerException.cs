namespace VescUartBoot.Recovery;

/// <summary>A page of the journal is of a newer version, which knows what it says: it is no damage.</summary>
internal sealed class JournalNewerException(string message) : JournalException(message);
