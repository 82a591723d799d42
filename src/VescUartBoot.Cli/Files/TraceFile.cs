using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Cli.Files;

/// <summary>The file of <c>--trace</c>. Nothing that is there is written over.</summary>
internal static class TraceFile
{
    private const int MostOfOneName = 10_000;

    /// <summary>Opens it, or one with a number where an earlier trace has the name; a file that cannot be written is known before the port
    /// is touched.</summary>
    public static FrameTraceWriter Create(string path, string port, CommandOutput output)
    {
        try
        {
            var file = Open(path, output);
            var writer = new FrameTraceWriter(new StreamWriter(file) { NewLine = "\n" }, TimeProvider.System, port, CommandWords.Describe);

            // Also where a second Ctrl-C or a fault ends the process in the middle.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => writer.Dispose();
            AppDomain.CurrentDomain.UnhandledException += (_, _) => writer.Dispose();
            return writer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliException(CliError.Usage($"the trace {path} cannot be written: {e.Message}",
                "give --trace a file that can be written"));
        }
    }

    private static FileStream Open(string path, CommandOutput output)
    {
        if (OutputFile.IsDevice(path))
        {
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        }

        for (int number = 0; number < MostOfOneName; number++)
        {
            string name = number == 0 ? path : OutputFile.Numbered(path, number);
            if (OutputFile.TryCreate(name) is { } file)
            {
                if (number > 0)
                {
                    output.Report(new JobEvent.Warned("traceNumbered", $"{path} is a trace already and is kept: this one is {name}"));
                }

                return file;
            }

            OutputFile.Require(name, "--trace", FrameTraceReader.IsTrace(OutputFile.FirstLineOf(name)));
        }

        throw new IOException($"there are {MostOfOneName} traces of that name");
    }
}
