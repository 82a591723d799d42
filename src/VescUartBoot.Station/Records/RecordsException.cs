namespace VescUartBoot.Station.Records;

/// <summary>The records cannot be read or written.</summary>
/// <param name="message">Name of the database and reason.</param>
/// <param name="inner">The cause.</param>
internal sealed class RecordsException(string message, Exception? inner = null) : Exception(message, inner);
