using System.Text;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Arguments;
using VescUartBoot.Cli.Configuration;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Files;
using VescUartBoot.Cli.Output;
using VescUartBoot.Hosting.History;
using VescUartBoot.IO;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Cli.Running;

/// <summary>Adds the result of a job to the history and to the file of <c>--record</c>.</summary>
/// <param name="output">Output for the warning that a line could not be written, which does not fail the job.</param>
internal sealed class HistoryRecorder(CommandOutput output)
{
    /// <summary>Whether the job is added to the history; jobs of simulated boards are not, because these end with their process.</summary>
    public required bool Keeps { get; init; }

    /// <summary>The file of <c>--record</c>.</summary>
    public string? ExtraFile { get; init; }

    public string? Operator { get; init; }

    public string? Station { get; init; }

    /// <summary>The history of this user.</summary>
    public static JobHistory History() => new(StateDirectory.History, Path.Combine(StateDirectory.Locks, "history"), TimeProvider.System);

    /// <summary>Refuses a file of <c>--record</c> with content other than jobs, before the job begins.</summary>
    /// <exception cref="CliException">The file has other content.</exception>
    public static void RequireOwn(string? path)
    {
        try
        {
            if (path is not null && !OutputFile.IsDevice(path) && File.Exists(path) && OutputFile.FirstLineOf(path) is { Length: > 0 } line)
            {
                OutputFile.Require(path, "--record", JobRecord.TryParse(Encoding.UTF8.GetBytes(line)) is not null);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(CliError.Usage($"the record {path} cannot be read: {IOErrorText.Of(e)}",
                "give --record a file of its own"));
        }
    }

    /// <summary>Adds one job.</summary>
    /// <param name="command">Name of the command.</param>
    /// <param name="outcome">Result of the command.</param>
    /// <param name="before">Identity of the board before; <see langword="null"/> if none was reached.</param>
    /// <param name="begun">Start time.</param>
    public void Add(string command, Outcome outcome, BoardIdentity? before, DateTimeOffset begun)
    {
        var record = RecordOf(command, outcome, before, begun) with { Operator = Operator, Station = Station };
        if (Keeps)
        {
            Add(History(), StateDirectory.History, record);
        }

        if (ExtraFile is { } path)
        {
            string full = Path.GetFullPath(path);
            Add(new JobHistory(full, Path.Combine(StateDirectory.Locks, "record"), TimeProvider.System) { MostBytes = long.MaxValue }, full,
                record);
        }
    }

    private void Add(JobHistory history, string path, JobRecord record)
    {
        try
        {
            history.Add(record);
        }
        catch (Exception e)
        {
            // Whatever is there instead of a history: the job is complete, and its exit code reports the result.
            output.Report(new JobEvent.Warned("historyIncomplete", $"this job is not recorded in {path}: {IOErrorText.OfWriting(e)}"));
        }
    }

    /// <summary>Returns the record of a job, without operator and station.</summary>
    internal static JobRecord RecordOf(string command, Outcome outcome, BoardIdentity? before, DateTimeOffset begun)
    {
        var job = outcome.Job;

        // A job through a helper concerns its target.
        var target = (job as RescueResult)?.Target;
        var upgrade = (job as UpgradeResult)?.Upgrade;
        var now = TimeProvider.System.GetUtcNow();
        return new JobRecord
        {
            Schema = JobRecord.CurrentSchema,
            Begun = begun,
            Ended = now > begun ? now : begun,
            Command = command,
            ExitCode = outcome.ExitStatus,
            Verdict = outcome.Error?.Code ?? "ok",
            Tool = CommandTree.Version,
            Uuid = target is null ? before?.Uuid?.ToString() : target.Uuid.ToString(),
            Hardware = target is null ? before?.Hardware : target.Application.Hardware,
            Port = outcome.Port,
            Firmware = before is null || target is not null ? null : new BeforeAndAfter(before.Firmware.ToString(),
                upgrade is not null ? upgrade.After?.ToString() : outcome.Board?.Firmware.ToString()),
            Message = outcome.Error?.Message,
            BoardState = outcome.Error?.BoardState,
            Commands = outcome.Link?.Commands,
            Retries = outcome.Link?.Retries,
            CorruptFrames = outcome.Link?.CorruptFrames,
            Seconds = outcome.Elapsed is { } elapsed ? Math.Round(elapsed.TotalSeconds, 3) : null,
        }.With(job);
    }
}
