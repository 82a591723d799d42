using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.IO;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Cli.Files;

/// <summary>The file of <c>--trace</c>. Existing files are not overwritten.</summary>
internal static class TraceFile
{
    private const int MostOfOneName = 10_000;

    /// <summary>Opens the file, or one with a number if an earlier trace has the name; a write error is found before the port is
    /// opened.</summary>
    public static FrameTraceWriter Create(string path, string port, CommandOutput output)
    {
        try
        {
            var file = Open(path, output);
            var writer = new FrameTraceWriter(new StreamWriter(file) { NewLine = "\n" }, TimeProvider.System, port, CommandWords.Describe);

            // Also when a second Ctrl-C or a fault ends the process.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => writer.Dispose();
            AppDomain.CurrentDomain.UnhandledException += (_, _) => writer.Dispose();
            return writer;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliException(CliError.Usage($"the trace {path} cannot be written: {IOErrorText.OfWriting(e)}",
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
