namespace VescUartBoot.IO;

/// <summary>The reason of a file error in plain words, without the path that the framework or the system adds.</summary>
internal static class IOErrorText
{
    public static string Of(Exception cause) => Reason(cause, "no permission to read it");

    /// <inheritdoc cref="Of"/>
    public static string OfWriting(Exception cause) => Reason(cause, "no permission");

    private static string Reason(Exception cause, string denied) => cause switch
    {
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        PathTooLongException => "the path is too long",
        UnauthorizedAccessException => denied,
        _ => Plain(cause.Message),
    };

    private static string Plain(string message)
    {
        int path = message.IndexOf(" : '", StringComparison.Ordinal);
        return (path > 0 ? message[..path] : message).TrimEnd('.');
    }
}
