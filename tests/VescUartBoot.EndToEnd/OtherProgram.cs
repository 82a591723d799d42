using CliWrap;
using CliWrap.Buffered;

namespace VescUartBoot.EndToEnd;

/// <summary>Any program that is run to its end.</summary>
internal static class OtherProgram
{
    /// <summary>Runs one of the folder of these tests, such as a sample.</summary>
    public static Task<ToolResult> RunBuiltAsync(string assembly, params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);

    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, string input = "", string? path = null)
    {
        var run = await new Command(program).WithArguments(arguments)
            .WithEnvironmentVariables(set => set.Set("PATH",
                path is null ? Environment.GetEnvironmentVariable("PATH") : $"{path}:{Environment.GetEnvironmentVariable("PATH")}"))
            .WithStandardInputPipe(PipeSource.FromString(input))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return new ToolResult(run.ExitCode, run.StandardOutput, run.StandardError);
    }

    /// <summary>Whether a program is installed.</summary>
    public static bool IsHere(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
