namespace VescUartBoot.Recovery;

/// <summary>A page of the journal is of a newer version, which knows what it says: it is no damage.</summary>
public sealed class JournalNewerException(string message) : JournalException(message);
