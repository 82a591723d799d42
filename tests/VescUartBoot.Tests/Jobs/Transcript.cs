using System.Text;
using VescUartBoot.Backups;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Tests.Jobs;

/// <summary>Writes down all that the owner is told in a job: phases, questions, warnings, where progress ends, and the result.</summary>
internal sealed class Transcript
{
    private readonly StringBuilder _text = new();
    private JobEvent? _running;

    public Transcript(JobBench bench)
    {
        bench.OnEvent = Write;
        bench.OnQuestion = (question, text, yes) => Line($"asked {question}: {text} {(yes ? "Yes" : "No")}.");
    }

    public string Of(JobResult result)
    {
        End();
        Line($"board {result.Board.Hardware} {result.Board.Firmware}");
        if (result.Failure is { } failure)
        {
            Line($"failure {failure.Code}{(failure.WayToTell is { } way ? $" ({way})" : "")}: {failure.Message}");
            Line($"  {failure.BoardState}");
            Line(failure.Rejection is { } rejection
                ? $"  rejected {rejection.Code}: {rejection.Message} / {ErrorTable.NextAfter(rejection)}"
                : null);
        }

        Line(result.Before is { } before ? $"before {Finding(before)}" : null);
        Line(result.After is { } after ? $"after {Finding(after)}" : null);
        Line(
            $"verified {result.Verified}, {result.BytesWritten} bytes written, image {result.Image?.Name ?? "none"}, saved to "
                + $"{result.SavedTo ?? "nothing"}");
        Line(result.Plan is { } plan ? $"plan {Plan(plan)}" : null);
        Line(result.Backup is { } backup
            ? $"backup of {backup.Board.Hardware} {backup.Board.Firmware}: "
                + $"{string.Join(", ", backup.Parts.Select(p => $"{p.Kind} {p.Content.Length}"))}; missing "
                + $"{string.Join(", ", backup.Missing)}"
            : null);
        Line(result.Dumped is { } dumped ? $"dumped {dumped.Start} {dumped.Length}" : null);
        foreach (var part in result.Restored)
        {
            Line($"restored {Part(part)}");
        }

        if (result.Upgrade is { } upgrade)
        {
            Line(
                $"upgrade {upgrade.Verdict} {upgrade.Cause}: {upgrade.Before} to {upgrade.After?.ToString() ?? "nobody knows what"}, "
                    + $"{upgrade.Image ?? "no image"} of {upgrade.Size} bytes, packed: {upgrade.Compressed?.ToString() ?? "not sent"}, "
                    + $"hashed: {upgrade.Sha256 is not null}, sent: {upgrade.BytesOnWire > upgrade.Size / 4}, back after "
                    + $"{upgrade.Returned?.TotalSeconds ?? 0:0.0} s, kept in {upgrade.KeptIn ?? "nothing"}");
            foreach (string sentence in upgrade.Evidence)
            {
                Line($"  {sentence}");
            }

            foreach (var part in upgrade.Settings?.Parts ?? [])
            {
                Line($"  {Part(part)}");
            }
        }

        return _text.ToString();
    }

    private void Write(JobEvent happened)
    {
        if (happened is JobEvent.Progressed or JobEvent.Awaited)
        {
            if (_running is not null && _running.GetType() != happened.GetType())
            {
                End();
            }

            _running = happened;
            return;
        }

        End();
        Line(happened switch
        {
            JobEvent.PhaseStarted phase => $"{phase.Phase}",
            JobEvent.Warned warned => $"  warning {warned.Code}: {warned.Message}",
            JobEvent.Found found => $"  found {Finding(found.Finding)}",
            JobEvent.ImageChosen image => $"  image {image.Name}, because {image.Why}",
            JobEvent.Planned planned => $"  plan {Plan(planned.Plan)}",
            JobEvent.UpgradePlanned planned =>
                $"  plan from {planned.Plan.From}: "
                    + $"{string.Join("", planned.Plan.Steps.Select(s => $"\n    {s.Kind}: {s.What}, because {s.Reason}"))}\n    lost "
                    + $"{string.Join("; ", planned.Plan.Lost)}\n    undecided {string.Join("; ", planned.Plan.Undecided)}",
            JobEvent.Kept kept => $"  kept in {kept.Folder}",
            JobEvent.Returned returned =>
                $"  returned {returned.Board.Hardware} {returned.Board.Firmware} after {returned.Elapsed.TotalSeconds:0.0} s",
            JobEvent.LeftBehind left => $"  left behind {left.Message}",
            JobEvent.PartRestored part => $"  {Part(part.Outcome)}",
            JobEvent.Retried retried => $"  retried {retried.What} {retried.Attempt}: {retried.Reason}",
            _ => $"  {happened}",
        });
    }

    // Of what goes on for a while only its end is told.
    private void End()
    {
        Line(_running switch
        {
            JobEvent.Progressed p => $"  progress {p.Phase} {p.Done} of {p.Total}",
            JobEvent.Awaited a =>
                $"  awaited, {a.Expected.TotalSeconds:0.0} s expected, {a.AtMost.TotalSeconds:0} s at most, installs: {a.Installs}",
            _ => null,
        });
        _running = null;
    }

    private void Line(string? line)
    {
        if (line is not null)
        {
            _text.Append(line.TrimEnd()).Append('\n');
        }
    }

    private static string Finding(BootloaderStatus finding) =>
        $"{finding.State} by {finding.Method}{(finding.WayToTell == ProbeSuggestion.Known ? "" : $" ({finding.WayToTell} would tell)")}"
            + $"{(finding.Own == InterruptedWriteState.None ? "" : $", own {finding.Own}")}: {string.Join("; ", finding.Evidence)}";

    private static string Plan(InstallPlan plan) =>
        $"erases: {plan.Erases}, {plan.BytesToWrite} bytes, verifies: "
            + $"{plan.Verifies}{string.Concat(plan.Steps.Select(s => $"\n    {s}"))}"
            + $"{string.Concat(plan.Lost.Select(l => $"\n    lost {l}"))}"
            + $"{string.Concat(plan.Undecided.Select(u => $"\n    undecided {u}"))}";

    private static string Part(PartOutcome part) => $"{part.Part} {part.State}: {part.Message}";
}
