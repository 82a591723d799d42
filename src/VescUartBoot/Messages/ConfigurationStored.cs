namespace VescUartBoot.Messages;

/// <summary>The firmware has stored a configuration. Only a read shows its values.</summary>
internal readonly record struct ConfigurationStored;
