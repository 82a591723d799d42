using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.History;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;

namespace VescUartBoot.Cli.Output;

/// <summary>One JSON event a line on standard output, the last one always <c>result</c>.</summary>
internal sealed class JsonOutput(string command) : CommandOutput
{
    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TimeSpan _progressEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private long _progressWritten;
    private (string Port, byte? Can)? _boardOfSeveral;

    public override void Report(JobEvent value)
    {
        switch (value)
        {
            case JobEvent.PhaseStarted e:
                Write(new JsonObject { ["event"] = "phase", ["name"] = Word(e.Phase) });
                break;
            case JobEvent.Progressed e when e.Done == e.Total || Stopwatch.GetElapsedTime(_progressWritten) >= _progressEvery:
                _progressWritten = Stopwatch.GetTimestamp();
                Write(new JsonObject
                {
                    ["event"] = "progress",
                    ["phase"] = Word(e.Phase),
                    ["done"] = e.Done,
                    ["total"] = e.Total,
                    ["unit"] = "bytes"
                });
                break;
            case JobEvent.Retried e:
                Write(OnItsPort(new JsonObject { ["event"] = "retry", ["what"] = e.What, ["attempt"] = e.Attempt, ["reason"] = e.Reason }));
                break;
            case JobEvent.PartRestored e:
                Write(new JsonObject
                {
                    ["event"] = "restored",
                    ["part"] = Word(e.Outcome.Part),
                    ["state"] = Word(e.Outcome.State),
                    ["message"] = e.Outcome.Message
                });
                break;
            case JobEvent.LeftBehind e:
                Write(new JsonObject
                {
                    ["event"] = "unfinished",
                    ["kind"] = Word(e.Change.Kind),
                    ["what"] = e.Change.What,
                    ["command"] = e.Change.Command,
                    ["since"] = e.Change.Since.UtcDateTime,
                    ["message"] = e.Message,
                    ["next"] = Advice.For(e.Change, e.Board, on: OnBoard),
                });
                break;
            case JobEvent.Warned e:
                Write(OnItsPort(new JsonObject { ["event"] = "warning", ["code"] = e.Code, ["message"] = e.Message }));
                break;
            case JobEvent.ImageChosen e:
                Write(new JsonObject { ["event"] = "image", ["name"] = e.Name, ["why"] = e.Why });
                break;
            case JobEvent.Awaited e:
                Write(new JsonObject
                {
                    ["event"] = "progress",
                    ["phase"] = Word(JobPhase.Restart),
                    ["done"] = Math.Round(e.Elapsed.TotalSeconds, 1),
                    ["total"] = Math.Round(e.Expected.TotalSeconds, 1),
                    ["unit"] = "seconds"
                });
                break;
            case JobEvent.Returned e:
                Write(new JsonObject
                {
                    ["event"] = "returned",
                    ["firmware"] = e.Board.Firmware.ToString(),
                    ["hardware"] = e.Board.Hardware,
                    ["seconds"] = Math.Round(e.Elapsed.TotalSeconds, 2)
                });
                break;
            case JobEvent.UpgradePlanned e:
                Write(new JsonObject
                {
                    ["event"] = "plan",
                    ["from"] = e.Plan.From.ToString(),
                    ["seconds"] = Math.Round(e.Plan.Expected.TotalSeconds, 2),
                    ["steps"] =
                        new JsonArray(
                            [
                                .. e.Plan.Steps.Select(s => new JsonObject { ["kind"] = Word(s.Kind), ["what"] = s.What,
                                    ["reason"] = s.Reason, ["seconds"] = Math.Round(s.Expected.TotalSeconds, 2) })]),
                    ["lost"] = Strings(e.Plan.Lost),
                    ["undecided"] = Strings(e.Plan.Undecided),
                });
                break;
            case JobEvent.Planned e:
                Write(new JsonObject
                {
                    ["event"] = "plan",
                    ["erases"] = e.Plan.Erases,
                    ["bytesToWrite"] = e.Plan.BytesToWrite,
                    ["verifies"] = e.Plan.Verifies,
                    ["seconds"] = Math.Round(e.Plan.Expected.TotalSeconds, 2),
                    ["steps"] = Strings(e.Plan.Steps),
                    ["lost"] = Strings(e.Plan.Lost),
                    ["undecided"] = Strings(e.Plan.Undecided),
                });
                break;
        }
    }

    public override void Tell(IEnumerable<string> lines, JsonObject? json)
    {
        if (json is not null)
        {
            Write(json);
        }
    }

    public override ValueTask<bool> AskAsync(string question, CancellationToken cancellationToken) => new(false);

    public override void BeginBoard(string port, byte? can = null) => _boardOfSeveral = (port, can);

    public override void FinishBoard(Outcome outcome)
    {
        _boardOfSeveral = null;
        Write(Compose("board", outcome));
    }

    public override int Finish(Outcome outcome)
    {
        Write(Compose("result", outcome));
        return outcome.ExitStatus;
    }

    // With one board there is nothing to distinguish.
    private JsonObject OnItsPort(JsonObject line)
    {
        switch (_boardOfSeveral)
        {
            case (_, { } id):
                line["can"] = id;
                break;
            case (var port, null):
                line["port"] = port;
                break;
        }

        return line;
    }

    private JsonObject Compose(string kind, Outcome outcome)
    {
        var result = new JsonObject
        {
            ["event"] = kind,
            ["command"] = command,
            ["exitCode"] = outcome.ExitStatus,
            ["ok"] = outcome.ExitStatus == 0,
        };
        AddBoard(result, outcome);
        if (outcome.Job is { } job)
        {
            AddJob(result, job);
        }

        if (outcome.Link is { } link)
        {
            result["commands"] = link.Commands;
            result["retries"] = link.Retries;
            result["corruptFrames"] = link.CorruptFrames;
            LinkReport.AddTo(result, outcome);
        }

        if (outcome.Elapsed is { } elapsed)
        {
            result["seconds"] = Math.Round(elapsed.TotalSeconds, 3);
        }

        foreach (var (name, value) in outcome.More ?? [])
        {
            result[name] = value?.DeepClone();
        }

        if (outcome.Error is { } error)
        {
            result["error"] = Compact(new JsonObject
            {
                ["code"] = error.Code,
                ["message"] = error.Message,
                ["boardState"] = error.BoardState,
                ["next"] = error.Next
            });
        }

        return result;
    }

    /// <summary>Writes one job of the history.</summary>
    public void WriteJob(JobRecord record)
    {
        var line = (JsonObject)JsonNode.Parse(record.ToLine())!;
        line.Insert(0, "event", "job");
        Write(line);
    }

    public void Write(JsonObject line)
    {
        lock (_lock)
        {
            Console.Out.WriteLine(TerminalText.OfJson(line.ToJsonString(_options)));
        }
    }

    private static void AddBoard(JsonObject result, Outcome outcome)
    {
        if (outcome.Port is null && outcome.Board is null)
        {
            return;
        }

        result["board"] = Compact(new JsonObject
        {
            ["port"] = outcome.Port,
            ["can"] = outcome.CanId,
            ["family"] = outcome.Board is { } board ? BootloaderCatalog.FamilyName(board.Family) : null,
            ["hardware"] = outcome.Board?.Hardware,
            ["firmware"] = outcome.Board?.Firmware.ToString(),
            ["uuid"] = outcome.Board?.Uuid?.ToString(),
        });
    }

    private static void AddJob(JsonObject result, JobResult job)
    {
        if (job is BootloaderJobResult { Before: { } before } look)
        {
            var after = look.After ?? before;
            result["bootloader"] = Compact(new JsonObject
            {
                ["before"] = Word(before.State),
                ["after"] = Word(after.State),
                ["method"] = Word((after.Method == DetectionMethod.None ? before : after).Method),
                ["sha256"] = after.Content?.Sha256,
                ["image"] = after.Content?.ImageName,
                ["changedBits"] = after.Content?.ChangedBits,
                ["evidence"] = Strings([.. before.Evidence, .. ReferenceEquals(after, before) ? [] : after.Evidence]),
            });
        }

        if (job is BootloaderJobResult { Image: { } image })
        {
            result["image"] = new JsonObject { ["name"] = image.Name, ["size"] = image.Content.Length, ["sha256"] = image.Sha256 };
        }

        if (job is UpgradeResult { Upgrade: { } upgrade })
        {
            AddUpgrade(result, upgrade);
        }

        result["verified"] = Word(job.Verified);
        result["bytesWritten"] = job.BytesWritten;
        if (job.ReadPath is { } path)
        {
            result["readPath"] = new JsonObject
            {
                ["bytesWritten"] = path.BytesWritten,
                ["erases"] = path.Erases,
                ["undone"] = path.Undone
            };
        }

        if (job.SavedTo is { } savedTo)
        {
            result["savedTo"] = savedTo;
        }

        BackupReport.AddTo(result, job);
    }

    private static void AddUpgrade(JsonObject result, UpgradeOutcome upgrade)
    {
        result["firmware"] = Compact(new JsonObject { ["before"] = upgrade.Before.ToString(), ["after"] = upgrade.After?.ToString() });
        result["verdict"] = Word(upgrade.Verdict);
        if (upgrade.Cause is { } cause)
        {
            result["cause"] = Word(cause);
        }

        result["evidence"] = Strings(upgrade.Evidence);
        if (upgrade.Image is { } image)
        {
            result["image"] = new JsonObject { ["name"] = image, ["size"] = upgrade.Size, ["sha256"] = upgrade.Sha256 };
        }

        if (upgrade.KeptIn is { } keptIn)
        {
            result["keptIn"] = keptIn;
        }

        if (upgrade.Settings is { } settings)
        {
            result["settingsRestored"] = settings.AllRestored;
        }

        result["bytesOnWire"] = upgrade.BytesOnWire;
        if (upgrade.Compressed is { } compressed)
        {
            result["compression"] = compressed ? "heatshrink" : "none";
        }
    }

    internal static string Word<T>(T value)
        where T : struct, Enum => CliError.CamelCase(value.ToString());

    private static JsonArray Strings(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)JsonValue.Create(t))];

    // An absent field is unknown.
    internal static JsonObject Compact(JsonObject value)
    {
        foreach (string name in value.Where(p => p.Value is null).Select(p => p.Key).ToList())
        {
            value.Remove(name);
        }

        return value;
    }
}
