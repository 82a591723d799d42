using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Jobs.Backup;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>Backups, restored parts and dumped regions, for a person and for a script.</summary>
internal static class BackupReport
{
    /// <summary>Returns the lines about a backup.</summary>
    public static IReadOnlyList<string> Lines(JobResult job) => job switch
    {
        BackupResult { Backup: { } backup, SavedTo: { } folder } =>
        [
            .. backup.Parts.Select(p => LabelledWriter.Label("backed up") + $"{p.Kind.Name()}, {p.Content.Length} bytes"),
            .. backup.Missing.Select(m => LabelledWriter.Label("missing") + $"{m.Kind.Name()}: {m.Reason}"),
        ],
        _ => [],
    };

    /// <summary>Returns the verdict with the path of the backup.</summary>
    public static Verdict? Verdict(JobResult job) => job switch
    {
        BackupResult { SavedTo: { } folder } => job.Failure is null
            ? new Verdict("done", $"the backup is in {folder}")
            : new Verdict("incomplete", $"what could be read is in {folder}", Tone.Warning),
        DumpResult { Dumped: { } range, Sha256: { } sha256, SavedTo: { } file } =>
            new Verdict("done", $"{range.Length} bytes from {range.Start} on are in {file} (SHA-256 {sha256})"),
        _ => null,
    };

    /// <summary>Adds <c>backup</c>, <c>restored</c> and <c>dump</c> to the final event.</summary>
    public static void AddTo(JsonObject result, JobResult job)
    {
        if (job is BackupResult { Backup: { } backup })
        {
            result["backup"] = new JsonObject
            {
                ["complete"] = backup.Missing.Count == 0,
                ["parts"] = new JsonArray([.. backup.Parts.Select(p => JsonOutput.Compact(new JsonObject
                {
                    ["kind"] = JsonOutput.Word(p.Kind),
                    ["size"] = p.Content.Length,
                    ["sha256"] = p.Sha256,
                    ["signature"] = p.Configuration?.Signature is { } signature ? $"{signature:x8}" : null,
                }))]),
                ["missing"] = new JsonArray([.. backup.Missing.Select(m => new JsonObject
                {
                    ["kind"] = JsonOutput.Word(m.Kind),
                    ["code"] = m.Code,
                    ["reason"] = m.Reason,
                })]),
            };
        }

        CarryOverReport.AddTo(result, job);
        if (job is DumpResult { Dumped: { } range, Sha256: { } sha256 })
        {
            result["dump"] = new JsonObject
            {
                ["start"] = range.Start.ToString(),
                ["length"] = range.Length,
                ["sha256"] = sha256
            };
        }
    }
}
