using System.CommandLine;
using System.Text.Json.Nodes;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Doctor;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Running;
using VescUartBoot.Hosting.Store;

namespace VescUartBoot.Cli.Commands;

/// <summary><c>vescboot doctor</c>: finds out why a board is not found.</summary>
internal static class DoctorCommand
{
    public static CommandDefinition Word { get; } = new(
        "doctor",
        """
        Find out why a board is not found, and the command that fixes it

        Checks driver, permissions, other programs and the link. Exit 3: something is wrong.

        Examples:
          vescboot doctor
          vescboot doctor -p /dev/ttyUSB0
          sudo vescboot doctor --install-rule
          vescboot doctor --port sim://        what it looks like when all is well
        """,
        Build);

    private static Command Build(CommandDefinition word)
    {
        var installRule = new Option<bool>(
            "--install-rule")
        { Description = "Install the udev rule (Linux; needs root)" };
        var printRule = new Option<bool>("--print-rule") { Description = "Only print the rule" };
        var root = FakeSystemRoot.SystemRoot();
        var command = new Command(word.Name, word.Says)
        {
            installRule, printRule, root,
        };
        return OfflineCommand.Define(
            command,
            "doctor",
            (run, cancellationToken) => run.Parsed.GetValue(printRule)
                ? Task.FromResult(PrintRule(run.Output))
                : RunAsync(run, FakeSystemRoot.MachineAt(run.Parsed.GetValue(root)), run.Parsed.GetValue(installRule), cancellationToken),
            mayAskBoard: true);
    }

    // Unwrapped lines, because the text is copied into a file.
    private static Outcome PrintRule(CommandOutput output)
    {
        output.Tell(UdevRule.Text.TrimEnd().Split('\n'), new JsonObject { ["event"] = "rule", ["text"] = UdevRule.Text });
        return new Outcome();
    }

    private static async Task<Outcome> RunAsync(OfflineCommand run, SystemInspector machine, bool installRule,
        CancellationToken cancellationToken)
    {
        string? port = run.Common.ToPort(run.Parsed);
        List<DoctorFinding> findings = [];
        if (installRule && await InstallRuleAsync(run, machine, cancellationToken).ConfigureAwait(false) is var installed)
        {
            Tell(installed);
        }

        var walk = new DoctorRun(machine, run.Common.ToSerial(run.Parsed),
            run.Common.ToBoardOptions(run.Parsed))
        { Store = StoreLocation.Find(), State = StateDirectory.Path, Events = run.Output };
        if (findings is [] or [{ State: not FindingState.Wrong }])
        {
            await foreach (var finding in walk.RunAsync(port, cancellationToken).ConfigureAwait(false))
            {
                Tell(finding);
            }
        }

        var wrong = findings.Find(f => f.State == FindingState.Wrong);
        int skipped = findings.Count(f => f.State == FindingState.Skipped);
        return new Outcome(wrong?.ToError())
        {
            Port = port,
            Lines = wrong is null
                ? [$"nothing is wrong{(skipped > 0 ? $"; {skipped} {(skipped == 1 ? "step was" : "steps were")} skipped (-)" : "")}"]
                : [],
            More =
                new()
                {
                    ["steps"] =
                    new JsonArray(
                        [
                            .. findings.Select(
                                f => (JsonNode)JsonOutput.Compact(new JsonObject { ["step"] = f.Step, ["state"] = JsonOutput.Word(f.State),
                                    ["code"] = f.Code }))])
                },
        };

        void Tell(DoctorFinding finding)
        {
            findings.Add(finding);
            run.Output.Tell(finding.ToLines(Terminal.OutputWidth()), finding.ToJson());
        }
    }

    private static async Task<DoctorFinding> InstallRuleAsync(OfflineCommand run, SystemInspector machine,
        CancellationToken cancellationToken)
    {
        const string Step = "udev rule";
        if (UdevRule.IsOn(machine))
        {
            return DoctorFinding.Well(Step, $"{UdevRule.PathOn(machine)} is there already");
        }

        // Without udev nothing is installed and nothing is asked.
        bool agreed = !machine.IsLinux || run.Parsed.GetValue(run.Common.Yes)
            || (run.Output.CanAsk
                && await run.Output.AskAsync($"Write {UdevRule.PathOn(machine)}, which lets everybody on this machine open VESC boards?",
                    cancellationToken).ConfigureAwait(false));
        return agreed
            ? await UdevRule.InstallAsync(machine, cancellationToken).ConfigureAwait(false)
            : DoctorFinding.Wrong(Step, "notAgreed", "the rule was not installed: it needs your yes, or --yes",
                "sudo vescboot doctor --install-rule --yes");
    }
}
