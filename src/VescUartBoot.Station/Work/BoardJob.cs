using System.Diagnostics;
using System.Reflection;

using VescUartBoot.Boards;
using VescUartBoot.Hosting.History;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Links;
using VescUartBoot.Messages;
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
    private readonly FailureTrace _trace = new(slot.Port.Name, TimeProvider.System);
    private TimeSpan? _expected;
    private Board? _board;
    private BoardIdentity? _before;
    private JobSlot? _first;
    private bool _waits;

    private LoadedRecipe? Recipe => order?.Recipe ?? bench.Options.Recipe;

    private string Command => Recipe is not { } loaded ? "check"
        : _before?.Hardware is { } hardware && loaded.Recipe.RuleOf(hardware) is { NamesFirmware: true } ? "upgrade"
        : "install";

    /// <summary>Runs to the end, and writes down how it ended.</summary>
    /// <returns>The record; <see langword="null"/>: it could not be written, or the job of another port has done this board.</returns>
    public async Task<StationRecord?> RunAsync(CancellationToken stop)
    {
        WorkResult? result;
        try
        {
            result = await WorkAsync(stop).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            slot.Plugging = slot.Port.Plugging();
            result = WorkResult.None(e is JobProblemException known ? known.Problem : SpokenError.Of(e, stop));
        }

        if (result is null)
        {
            return _waits ? null : await AfterAsync(_first!, stop).ConfigureAwait(false);
        }

        try
        {
            var record = RecordOf(result.Problem?.Code ?? "ok", result);
            await bench.WriteAsync(record, isEnd: true).ConfigureAwait(false);
            Show(result);
            return record;
        }
        catch (Exception e)
        {
            // A job that is not on record is not done for the person at the bench.
            Show(WorkResult.None(SpokenError.OfTable("stateUnusable",
                $"the job ended, and its record cannot be written: {e.Message}")));
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

    // Null: the board came back under another name, and its first job goes on or gives up before it gets another; or it waits for its
    // serial number.
    private async Task<WorkResult?> WorkAsync(CancellationToken stop)
    {
        try
        {
            return await OnBoardAsync(stop).ConfigureAwait(false);
        }
        catch (LinkOpenException e) when (e.Failure == LinkOpenFailure.Busy && IsSecond(s => !s.IsThere))
        {
            return null;
        }
    }

    private bool IsSecond(Predicate<JobSlot> isSame) => order is null && (_first = bench.JobBeside(slot, isSame)) is not null;

    private async Task<StationRecord?> AfterAsync(JobSlot first, CancellationToken stop)
    {
        bench.Show(slot, t => t with { Text = $"waits: the job of this board at {first.Port.Name} has not ended" });
        await first.Job.WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (first.Tile.State != TileState.Done)
        {
            bench.MoveSerial(first, slot);
            return await new BoardJob(bench, slot, lot, person).RunAsync(stop).ConfigureAwait(false);
        }

        bench.Show(slot, t => first.Tile with { Id = t.Id, Port = t.Port });
        return null;
    }

    private async Task<WorkResult?> OnBoardAsync(CancellationToken stop)
    {
        var locks = new BenchLocks(new(bench.Options.State.Locks));
        using var port = locks.Take($"port{slot.Port.Name}", slot.Port.Name, "portBusy");
        var board = _board = await Board.ConnectAsync(slot.Port.Source, new BoardOptions(), slot.Port.Time, this, _trace, stop)
            .ConfigureAwait(false);
        await using (board.ConfigureAwait(false))
        {
            var identity = _before = board.Identity;
            if (identity.Uuid is { } same && IsSecond(s => s.Tile.Uuid == same.ToString()))
            {
                return null;
            }

            using var own = identity.Uuid is { } uuid ? locks.Take(uuid.ToString(), slot.Port.Name, "boardBusy") : null;
            bench.Show(slot, t => t with
            {
                Hardware = identity.Hardware,
                Uuid = identity.Uuid?.ToString(),
                Firmware = identity.Firmware.ToString(),
                Job = _id,
            });
            if (order is null && !bench.GiveSerial(slot))
            {
                _waits = true;
                return null;
            }

            var refusal = order is null ? bench.SerialRefusal(slot) : RefusalOf(identity);
            await bench.WriteAsync(RecordOf("open", null), isEnd: false).ConfigureAwait(false);
            if (refusal is not null)
            {
                return WorkResult.None(refusal);
            }

            var result = await ByRecipeAsync(board, stop).ConfigureAwait(false);
            slot.Plugging = await PluggingOfAsync(board).ConfigureAwait(false);
            return result;
        }
    }

    // Read first, and then the board answers over the link that is still open: what was read is of this board.
    private async Task<string?> PluggingOfAsync(Board board)
    {
        string? plugging = slot.Port.Plugging();
        try
        {
            var reply = await board.SendAsync(new FirmwareVersionRequest(), CancellationToken.None).ConfigureAwait(false);
            return new BoardIdentity(reply).Uuid == board.Identity.Uuid ? plugging : JobSlot.Unknown;
        }
        catch (BoardChangedException)
        {
            return JobSlot.Unknown;
        }
        catch (Exception e) when (e is LinkLostException or ReplyTimeoutException or ObjectDisposedException)
        {
            // Nobody answers there now. A board that is plugged in later comes anew.
            return slot.Port.Plugging();
        }
    }

    private SpokenError? RefusalOf(BoardIdentity identity) =>
        identity.Uuid?.ToString() is var uuid && uuid != order!.Uuid
            ? SpokenError.OfTable("otherBoard", $"the board at this place is {uuid ?? "without a UUID"}, not {order.Uuid}")
        : order.Refusal(identity) is { } reason ? BenchWords.Refusal(reason)
        : null;

    private async Task<WorkResult> ByRecipeAsync(Board board, CancellationToken stop)
    {
        using var work = new RecipeWork(board, slot.Port, bench.Options, this);
        return Recipe is not { } loaded ? await work.LookAsync(stop).ConfigureAwait(false)
            : loaded.Recipe.RefusalOf(board.Identity.Hardware) is { } refusal ? WorkResult.None(BenchWords.Refusal(refusal))
            : await work.RunAsync(loaded, loaded.Recipe.RuleOf(board.Identity.Hardware!)!, stop).ConfigureAwait(false);
    }

    private void Show(WorkResult result) => bench.Show(slot, t => t with
    {
        Next = result.Problem is { } failed ? BenchAdvice.At(failed).Next : "unplug the board",
        Firmware = _board?.Identity.Firmware.ToString() ?? t.Firmware,
        State = result.Problem is not { } problem ? TileState.Done
            : BenchWords.NeedsPerson(problem.Code) ? TileState.NeedsPerson
            : TileState.Failed,
        Phase = null,
        Percent = null,
        SecondsLeft = null,
        Text = result.Problem?.Message ?? BenchWords.Success(result),
        Code = result.Problem?.Code,
        BoardState = result.Problem?.BoardState,
    });

    private int? SecondsLeft() => _expected is { } expected
        ? (int)Math.Max(0, Math.Ceiling((expected - Stopwatch.GetElapsedTime(_start)).TotalSeconds))
        : null;

    private StationRecord RecordOf(string verdict, WorkResult? result)
    {
        var problem = result?.Problem;
        var now = TimeProvider.System.GetUtcNow();
        string? firmware = _before?.Firmware.ToString();
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
            Firmware = firmware is null ? null : new BeforeAndAfter(firmware, FirmwareAfter(result)),
            Message = problem?.Message,
            BoardState = problem?.BoardState,
            Commands = _board?.Statistics.Commands,
            Retries = _board?.Statistics.Retries,
            CorruptFrames = _board?.Statistics.CorruptFrames,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 3),
            Operator = person,
            Station = bench.Options.Station,
        };
        return new StationRecord(_id, result is null ? job : job.With(result))
        {
            Recipe = Recipe?.Recipe.Name,
            Lot = lot,
            Serial = bench.SerialOf(slot, isEnd: result is not null),
            Evidence = string.Join('\n', EvidenceOf(result).Concat(_warnings)) is { Length: > 0 } text ? text : null,
            Trace = problem is null ? null : _trace.ToString(),
        };
    }

    // The firmware of a board that did not answer after its restart is unknown.
    private string? FirmwareAfter(WorkResult? result) =>
        result?.Steps.OfType<UpgradeResult>().LastOrDefault(step => step.Upgrade is not null) is { } upgraded
            ? upgraded.Upgrade!.After?.ToString()
            : _board?.Identity.Firmware.ToString();

    private static IEnumerable<string> EvidenceOf(WorkResult? result) => result is null ? []
        : result.Steps.OfType<BootloaderJobResult>().Select(step => step.After ?? step.Before).LastOrDefault(status => status is not null)
            is { } sector ? sector.Evidence.Concat(result.Evidence) : result.Evidence;
}
