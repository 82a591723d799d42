using VescUartBoot.Framing;
using VescUartBoot.Messages;

namespace VescUartBoot.Cli;

/// <summary>The file of <c>--trace</c>.</summary>
internal static class TraceFile
{
    /// <summary>Opens it; a file that cannot be written is known before the port is touched.</summary>
    public static FrameTraceWriter Create(string path, string port)
    {
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
            return new FrameTraceWriter(new StreamWriter(file) { NewLine = "\n" }, TimeProvider.System, port, CommandWords.Describe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliException(CliError.Usage($"the trace {path} cannot be written: {e.Message}", "give --trace a file that can be written"));
        }
    }
}
