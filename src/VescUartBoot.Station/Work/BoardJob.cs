using System.Diagnostics;
using System.Reflection;

using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Hosting.History;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;
using VescUartBoot.IO;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Recognition;
using VescUartBoot.Recovery;
using VescUartBoot.Station.Recipes;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Work;

/// <summary>The job of one board: recognise, do what the recipe says, prove, record.</summary>
/// <param name="bench">The bench.</param>
/// <param name="slot">The place.</param>
/// <param name="lot">The lot that was entered.</param>
/// <param name="person">Who works there.</param>
/// <param name="order">What was ordered for this board; <see langword="null"/>: the bench's own recipe holds.</param>
internal sealed class BoardJob(Workbench bench, JobSlot slot, string? lot, string? person, JobOrder? order = null)
    : IProgress<JobEvent>, IBoardObserver
{
    private static readonly string _version =
        typeof(BoardJob).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly Guid _id = Guid.CreateVersion7();
    private readonly DateTimeOffset _begun = TimeProvider.System.GetUtcNow();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<string> _warnings = [];
    private TimeSpan? _expected;
    private Board? _board;
    private BoardIdentity? _before;

    private LoadedRecipe? Recipe => order?.Recipe ?? bench.Options.Recipe;

    private string Command => Recipe is null ? "check" : "install";

    /// <summary>Runs to the end, and writes down how it ended.</summary>
    /// <returns>The record; <see langword="null"/>: it could not be written.</returns>
    public async Task<StationRecord?> RunAsync(CancellationToken stop)
    {
        JobResult? result = null;
        SpokenError? problem;
        try
        {
            (result, problem) = await WorkAsync(stop).ConfigureAwait(false);
        }
        catch (JobProblemException e)
        {
            problem = e.Problem;
        }
        catch (Exception e)
        {
            problem = SpokenError.Of(e, stop);
        }

        try
        {
            var record = RecordOf(problem?.Code ?? "ok", problem, result);
            bench.End(record);
            Show(problem, result);
            return record;
        }
        catch (Exception e)
        {
            // A job that is not on record is not done for the person at the bench.
            Show(SpokenError.OfTable("stateUnusable", $"the job ended, and its record cannot be written: {e.Message}"), result);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Report(JobEvent value)
    {
        switch (value)
        {
            case JobEvent.PhaseStarted { Phase: var phase }:
                bench.Show(slot, t => t with { Phase = phase, Percent = null, Text = PhaseWords.Of(phase), SecondsLeft = SecondsLeft() });
                break;
            case JobEvent.Progressed { Total: > 0 } e:
                int percent = (int)(100 * e.Done / e.Total);
                if (slot.Tile.Percent != percent)
                {
                    bench.Show(slot, t => t with { Percent = percent, SecondsLeft = SecondsLeft() });
                }

                break;
            case JobEvent.Planned { Plan: var plan }:
                _expected = Stopwatch.GetElapsedTime(_start) + plan.Expected;
                break;
            case JobEvent.LeftBehind e:
                _warnings.Add(e.Message);
                break;
            case JobEvent.Warned e:
                _warnings.Add(e.Message);
                break;
        }
    }

    void IBoardObserver.OnRetry(string what, int attempt, string reason)
    {
    }

    void IBoardObserver.OnLinkLost(string reason, TimeSpan waiting) =>
        bench.Show(slot, t => t with { Text = $"link lost, waiting {waiting.TotalSeconds:0} s" });

    void IBoardObserver.OnLinkReturned() => bench.Show(slot, t => t with { Text = "link is back" });

    private async Task<(JobResult? Result, SpokenError? Problem)> WorkAsync(CancellationToken stop)
    {
        var locks = new BenchLocks(new(bench.Options.State.Locks));
        using var port = locks.Take($"port{slot.Port.Name}", slot.Port.Name, "portBusy");
        var board = _board = await Board.ConnectAsync(slot.Port.Source, new BoardOptions(), slot.Port.Time, this, trace: null, stop)
            .ConfigureAwait(false);
        await using (board.ConfigureAwait(false))
        {
            var identity = _before = board.Identity;
            using var own = identity.Uuid is { } uuid ? locks.Take(uuid.ToString(), slot.Port.Name, "boardBusy") : null;
            bench.Show(slot, t => t with
            {
                Hardware = identity.Hardware,
                Uuid = identity.Uuid?.ToString(),
                Firmware = identity.Firmware.ToString(),
                Job = _id,
            });
            bench.Records.Begin(RecordOf("open", null, null));
            if (order is not null && RefusalOf(identity) is { } refusal)
            {
                return (null, refusal);
            }

            return await ByRecipeAsync(board, stop).ConfigureAwait(false);
        }
    }

    private SpokenError? RefusalOf(BoardIdentity identity) =>
        identity.Uuid?.ToString() is var uuid && uuid != order!.Uuid
            ? SpokenError.OfTable("otherBoard", $"the board at this place is {uuid ?? "without a UUID"}, not {order.Uuid}")
        : order.Refusal(identity) is { } reason ? BenchWords.Refusal(reason)
        : null;

    private async Task<(JobResult? Result, SpokenError? Problem)> ByRecipeAsync(Board board, CancellationToken stop)
    {
        if (Recipe is not { } loaded)
        {
            var check = new CheckOptions { Method = CheckMethod.Passive, Progress = this, Command = Command };
            return Judge(await board.CheckBootloaderAsync(check, stop).ConfigureAwait(false));
        }

        if (loaded.Recipe.RefusalOf(board.Identity.Hardware) is { } refusal)
        {
            return (null, BenchWords.Refusal(refusal));
        }

        var rule = loaded.Recipe.RuleOf(board.Identity.Hardware!)!;
        if (rule.Bootloader == BoardRule.Keep)
        {
            var check = Options(new CheckOptions { Method = MethodOf(loaded), MinVoltage = rule.MinVoltage }, loaded, rule);
            return Judge(await board.CheckBootloaderAsync(check, stop).ConfigureAwait(false));
        }

        return await InstallAsync(board, loaded, rule, stop).ConfigureAwait(false);
    }

    private async Task<(JobResult? Result, SpokenError? Problem)> InstallAsync(Board board, LoadedRecipe loaded, BoardRule rule,
        CancellationToken stop)
    {
        var named = loaded.Images.GetValueOrDefault(rule.Bootloader);
        using var fetcher = new LazyFetcher();
        var options = Options(new InstallOptions
        {
            Image = named?.Image ?? (named is null ? slot.Port.SimulatedImage : null),
            Choice = new BootloaderResolver(ImageCatalog.Shipped, new ImageProvider(bench.Options.Store, loaded.Approved))
            {
                Named = named?.Entry,
                Fetcher = loaded.Recipe.AllowFetch ? fetcher.Get : null,
                Observer = new FetchReport(this),
            },
            Method = MethodOf(loaded),
            Replace = rule.Replace,
            MinVoltage = rule.MinVoltage,
            Save = Save,
        }, loaded, rule);
        var result = await board.InstallBootloaderAsync(options, stop).ConfigureAwait(false);
        return IsThereAlready(result, named?.Sha256) ? (result, null) : Judge(result);
    }

    // A known bootloader that was there before is what the recipe wants, unless it names another one.
    private static bool IsThereAlready(InstallResult result, string? wanted) =>
        result is { Failure.Code: FailureCode.BootloaderPresent, Before.Content: { Kind: SectorContentKind.Known } content }
            && (wanted is null || content.Sha256 == wanted);

    private (JobResult Result, SpokenError? Problem) Judge(JobResult result) =>
        (result, result.Failure is { } failure ? SpokenError.Of(failure, () => Advice.For(Command, slot.Port.Name, failure, result))
            : null);

    private static CheckMethod MethodOf(LoadedRecipe loaded) => loaded.Recipe.AllowReadback ? CheckMethod.Auto : CheckMethod.Passive;

    private T Options<T>(T options, LoadedRecipe loaded, BoardRule rule)
        where T : JobOptions => options with
        {
            Progress = this,
            Journal = new FileJournal(bench.Options.State.Unfinished, TimeProvider.System),
            Command = Command,
            Confirm = (question, _) => ValueTask.FromResult(question switch
            {
                JobQuestion.OpenReadPath or JobQuestion.UndoLeftover => loaded.Recipe.AllowReadback,
                JobQuestion.Replace => rule.Replace,
                JobQuestion.Fetch => loaded.Recipe.AllowFetch,
                _ => false,
            }),
        };

    private string Save(ReadOnlyMemory<byte> content) => NewFile.Write(
        Path.Combine(bench.Options.State.Sectors, $"{_before!.Uuid?.ToString() ?? "board"}-{_id:N}.bin"), content);

    private void Show(SpokenError? problem, JobResult? result) => bench.Show(slot, t => t with
    {
        State = problem is null ? TileState.Done : BenchWords.NeedsPerson(problem.Code) ? TileState.NeedsPerson : TileState.Failed,
        Phase = null,
        Percent = null,
        SecondsLeft = null,
        Text = problem?.Message ?? BenchWords.Success(result!),
        Next = problem?.Next ?? "unplug the board",
        Code = problem?.Code,
        BoardState = problem?.BoardState,
    });

    private int? SecondsLeft() => _expected is { } expected
        ? (int)Math.Max(0, Math.Ceiling((expected - Stopwatch.GetElapsedTime(_start)).TotalSeconds))
        : null;

    private StationRecord RecordOf(string verdict, SpokenError? problem, JobResult? result)
    {
        var now = TimeProvider.System.GetUtcNow();
        var firmware = _before?.Firmware.ToString();
        var job = new JobRecord
        {
            Schema = JobRecord.CurrentSchema,
            Begun = _begun,
            Ended = now > _begun ? now : _begun,
            Command = Command,
            ExitCode = (int)(problem?.Exit ?? ExitCode.Done),
            Verdict = verdict,
            Tool = $"station {_version}",
            Uuid = _before?.Uuid?.ToString(),
            Hardware = _before?.Hardware,
            Port = slot.Port.Name,
            Firmware = firmware is null ? null : new BeforeAndAfter(firmware, _board?.Identity.Firmware.ToString()),
            Message = problem?.Message,
            BoardState = problem?.BoardState,
            Commands = _board?.Statistics.Commands,
            Retries = _board?.Statistics.Retries,
            CorruptFrames = _board?.Statistics.CorruptFrames,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 3),
            Operator = person,
            Station = bench.Options.Station,
        };
        return new StationRecord(_id, job.With(result))
        {
            Recipe = Recipe?.Recipe.Name,
            Lot = lot,
            Evidence = string.Join('\n', EvidenceOf(result).Concat(_warnings)) is { Length: > 0 } text ? text : null,
        };
    }

    private static IEnumerable<string> EvidenceOf(JobResult? result) => result is BootloaderJobResult sector
        ? (sector.After ?? sector.Before)?.Evidence ?? []
        : [];
}
