using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Doctor;

namespace VescUartBoot.Cli.Commands;

/// <summary>Looks at another system than this one: a made-up one in tests.</summary>
internal static class FakeSystemRoot
{
    public static Option<string?> SystemRoot() => new("--system-root") { Hidden = true, HelpName = "DIR" };

    public static SystemInspector MachineAt(string? root) =>
        root is null ? SystemInspector.This : new SystemInspector(Path.GetFullPath(root));
}
