using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Doctor;

namespace VescUartBoot.Cli.Commands;

/// <summary>The root of a simulated system for tests.</summary>
internal static class FakeSystemRoot
{
    public static Option<string?> SystemRoot() => new("--system-root") { Hidden = true, HelpName = "DIR" };

    public static SystemInspector MachineAt(string? root) =>
        root is null ? SystemInspector.This : new SystemInspector(Path.GetFullPath(root));
}
