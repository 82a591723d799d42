namespace VescUartBoot.IO;

/// <summary>The message of a file error, without the path that the operating system appends to it.</summary>
internal static class IOErrorText
{
    public static string Of(Exception cause) => cause is UnauthorizedAccessException ? "no permission to read it" : Plain(cause.Message);

    /// <inheritdoc cref="Of"/>
    public static string OfWriting(Exception cause) => cause is UnauthorizedAccessException ? "no permission" : Plain(cause.Message);

    private static string Plain(string message)
    {
        int path = message.IndexOf(" : '", StringComparison.Ordinal);
        return path > 0 ? message[..path] : message;
    }
}
