namespace VescUartBoot.Messages;

/// <summary>The firmware has stored a configuration. What it stored, only a read tells.</summary>
internal readonly record struct ConfigurationStored;
