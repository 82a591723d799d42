namespace VescUartBoot.Settings;

/// <summary>A file does not hold settings in the XML form of VESC Tool.</summary>
/// <param name="message">What is wrong with it, in one sentence.</param>
internal sealed class SettingsFileRejectedException(string message) : VescException(message);
