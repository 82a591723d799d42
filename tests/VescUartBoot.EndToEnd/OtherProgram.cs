using System.Diagnostics;

namespace VescUartBoot.EndToEnd;

/// <summary>Any program that is run to its end.</summary>
internal static class OtherProgram
{
    /// <summary>Runs one of the folder of these tests, such as a sample.</summary>
    public static Task<ToolResult> RunBuiltAsync(string assembly, params string[] arguments) =>
        RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments]);

    public static async Task<ToolResult> RunAsync(string program, IEnumerable<string> arguments, string? input = null, string? path = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (path is not null)
        {
            start.Environment["PATH"] = $"{path}:{Environment.GetEnvironmentVariable("PATH")}";
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return new ToolResult(process.ExitCode, await output, await error);
    }

    /// <summary>Whether a program is installed.</summary>
    public static bool IsHere(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
