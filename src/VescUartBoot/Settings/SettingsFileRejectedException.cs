namespace VescUartBoot.Settings;

/// <summary>A file does not contain settings in the XML format of VESC Tool.</summary>
/// <param name="message">The problem, in one sentence.</param>
internal sealed class SettingsFileRejectedException(string message) : VescException(message);
