namespace VescUartBoot.Images.Formats;

/// <summary>A file is not what its first bytes promise. The message completes "it is …".</summary>
internal sealed class ImageFormatException(string message) : Exception(message);
