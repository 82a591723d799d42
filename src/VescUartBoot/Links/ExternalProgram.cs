using System.ComponentModel;
using System.Diagnostics;

namespace VescUartBoot.Links;

/// <summary>Runs a program of the system and takes what it writes. All that this library ever starts goes through here.</summary>
internal static class ExternalProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What the program wrote to standard output; <see langword="null"/> if it is not there, failed, or took longer than 5 s.</summary>
    internal static string? Run(string program, IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (output.Wait(Patience) && process.WaitForExit(Patience)) return process.ExitCode == 0 ? output.Result : null;
            process.Kill();
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
