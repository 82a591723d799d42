namespace VescUartBoot.Images.Formats;

/// <summary>A file does not have the format that its first bytes indicate. The message completes "it is …".</summary>
internal sealed class ImageFormatException(string message) : Exception(message);
