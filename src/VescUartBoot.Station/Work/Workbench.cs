using System.Diagnostics.CodeAnalysis;

using VescUartBoot.Hosting.Words;
using VescUartBoot.Station.Ports;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Work;

/// <summary>Every board that is plugged in gets its job; the jobs run beside one another and know nothing of each other.</summary>
/// <param name="ports">Finds the boards.</param>
/// <param name="records">Keeps what was done.</param>
/// <param name="options">Recipe and folders.</param>
internal sealed class Workbench(IPortFinder ports, SqliteRecords records, BenchOptions options) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly RecordDesk _desk = new(records, options);
    private readonly Dictionary<string, JobSlot> _slots = new(StringComparer.Ordinal);
    private TaskCompletionSource _changed = NewSignal();
    private string? _lot;
    private string? _serial;
    private string? _operator;

    /// <summary>What the bench works with.</summary>
    public BenchOptions Options { get; } = options;

    /// <summary>The records.</summary>
    public SqliteRecords Records { get; } = records;

    /// <summary>The lot that was entered.</summary>
    public string? Lot => Locked(() => _lot);

    /// <summary>The serial number that was entered for the next board.</summary>
    public string? Serial => Locked(() => _serial);

    /// <summary>The operator that was entered.</summary>
    public string? Operator => Locked(() => _operator);

    /// <summary>Completes at the next change of a tile.</summary>
    public Task Changed => Locked(() => _changed.Task);

    /// <summary>What the screen shows, in the order of the places.</summary>
    public IReadOnlyList<Tile> Tiles() => Locked(() => _slots.Values.Select(s => s.Tile).OrderBy(t => t.Id).ToList());

    /// <summary>Looks for boards until it is stopped; then waits for the jobs, which end at their next safe point.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await CloseInterruptedAsync().ConfigureAwait(false);
        using var timer = new PeriodicTimer(Options.LookEvery);
        try
        {
            do
            {
                Take(await ports.FindAsync(stop).ConfigureAwait(false));
            }
            while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            await StopAllAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes what a person entered; boards that waited for it begin.</summary>
    public void Enter(string? lot, string? person)
    {
        lock (_lock)
        {
            (_lot, _operator) = (lot, person);
            foreach (var slot in _slots.Values.Where(s => !s.IsBusy && s.Tile.State == TileState.Waiting))
            {
                Start(slot);
            }
        }

        Signal();
    }

    /// <summary>Takes a serial number for one board: the one of a place, else the one that waits longest for its number, else the next
    /// one that is recognised.</summary>
    /// <param name="serial">The serial number; <see langword="null"/>: the next board gets none.</param>
    /// <param name="place">The place.</param>
    /// <returns>The reason that it is refused; <see langword="null"/>: it is taken.</returns>
    public string? EnterSerial(string? serial, int? place)
    {
        lock (_lock)
        {
            var slot = place is null ? _slots.Values.Where(s => s.NeedsSerial).MinBy(s => s.Tile.Since)
                : _slots.Values.FirstOrDefault(s => s.Number == place && s.TakesSerial);
            if (place is not null && slot is null)
            {
                return $"no board waits or is worked on at place {place}";
            }

            if (serial is not null && RefusalOf(serial, slot) is { } refusal)
            {
                return refusal;
            }

            if (slot is null || serial is null)
            {
                _serial = serial;
            }
            else
            {
                Give(slot, serial);
            }
        }

        Signal();
        return null;
    }

    /// <summary>Begins the job of a place again. False: there is no such place, or a job runs there.</summary>
    public bool Restart(int place) => OnIdle(place, Start);

    /// <summary>Begins ordered work. False: the board is not at this bench, or a job runs on it.</summary>
    /// <param name="order">The work.</param>
    /// <param name="running">Its record, which is <see langword="null"/> if it could not be written.</param>
    public bool TryTake(JobOrder order, [NotNullWhen(true)] out Task<StationRecord?>? running)
    {
        lock (_lock)
        {
            running = _slots.Values.FirstOrDefault(s => !s.IsBusy && s.Tile.Uuid == order.Uuid) is { } slot
                ? Begin(slot, new BoardJob(this, slot, _lot, order.Person, order), slot.Tile)
                : null;
        }

        Signal();
        return running is not null;
    }

    /// <summary>Stops the job of a place at its next safe point. False: none runs there.</summary>
    public bool Stop(int place) => Locked(() =>
    {
        if (_slots.Values.FirstOrDefault(s => s.Number == place && s.IsBusy) is not { } slot)
        {
            return false;
        }

        slot.Stop();
        return true;
    });

    /// <summary>Gives a board that was recognised its serial number, if one was entered. False: the board has to wait for it.</summary>
    internal bool GiveSerial(JobSlot slot)
    {
        lock (_lock)
        {
            if (Options.Recipe?.Recipe is not { Serial: { } entry } recipe || slot.Tile.Serial is not null)
            {
                return true;
            }

            slot.NeedsSerial = entry.Required && _serial is null;
            slot.Tile = slot.NeedsSerial ? Waiting(slot.Tile, recipe.SerialLabel) : slot.Tile with { Serial = _serial };
            _serial = null;
        }

        Signal();
        return !slot.NeedsSerial;
    }

    /// <summary>A board that came back under another port name keeps its serial number.</summary>
    internal void MoveSerial(JobSlot from, JobSlot to)
    {
        lock (_lock)
        {
            to.Tile = to.Tile with { Serial = from.Tile.Serial };
            from.Tile = from.Tile with { Serial = null };
        }
    }

    /// <summary>Why the board cannot have the serial number that it got, which it loses; <see langword="null"/>: it keeps it.</summary>
    internal SpokenError? SerialRefusal(JobSlot slot)
    {
        lock (_lock)
        {
            if (slot.Tile.Serial is not { } serial || RefusalOf(serial, slot) is not { } refusal)
            {
                return null;
            }

            slot.Tile = slot.Tile with { Serial = null };
            return BenchWords.SerialTaken(refusal);
        }
    }

    /// <summary>The serial number of a board for its record.</summary>
    /// <param name="slot">Its place.</param>
    /// <param name="isEnd">Whether the record is the last one of the job: a serial number that is entered later would be lost.</param>
    internal string? SerialOf(JobSlot slot, bool isEnd) => Locked(() =>
    {
        slot.TakesSerial = !isEnd;
        return slot.Tile.Serial;
    });

    /// <summary>Another place whose job runs, such as one whose board came back under another name; <see langword="null"/>: there is
    /// none.</summary>
    internal JobSlot? JobBeside(JobSlot slot, Predicate<JobSlot> wanted) =>
        Locked(() => _slots.Values.FirstOrDefault(s => s != slot && s.IsBusy && wanted(s)));

    /// <summary>Changes what the screen shows of a place.</summary>
    internal void Show(JobSlot slot, Func<Tile, Tile> change)
    {
        lock (_lock)
        {
            var before = slot.Tile;
            var after = change(before);
            slot.Tile = after.State == before.State ? after : after with { Since = TimeProvider.System.GetUtcNow() };
        }

        Signal();
    }

    /// <summary>Writes down that a job began, or how it ended: in the records, and at its end in the history of the tool.</summary>
    internal Task WriteAsync(StationRecord record, bool isEnd) => _desk.WriteAsync(record, isEnd);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots.Values)
        {
            slot.Dispose();
        }

        _desk.Dispose();
    }

    // A job that the station did not survive is told as what it is, once; what it left on the board is in the journal of that board,
    // and the next job there tells and finishes it.
    private async Task CloseInterruptedAsync()
    {
        foreach (var open in Records.Open())
        {
            var now = TimeProvider.System.GetUtcNow();
            var closed = open with
            {
                Job = open.Job with
                {
                    Ended = now > open.Job.Begun ? now : open.Job.Begun,
                    Verdict = InterruptedWork.Code,
                    ExitCode = InterruptedWork.ExitCode,
                    Message = "the station stopped in the middle of this job",
                    BoardState = InterruptedWork.StateOf(Options.State, open.Job.Uuid),
                },
            };
            await WriteAsync(closed, isEnd: true).ConfigureAwait(false);
        }
    }

    private void Take(IReadOnlyList<BenchPort> found)
    {
        lock (_lock)
        {
            foreach (var slot in _slots.Values)
            {
                slot.IsThere = found.Any(p => p.Name == slot.Port.Name);
            }

            foreach (var gone in _slots.Values.Where(s => !s.IsBusy && found.All(p => !IsStill(s, p))).ToList())
            {
                _slots.Remove(gone.Port.Name);
                gone.Dispose();
            }

            foreach (var port in found.Where(p => !_slots.ContainsKey(p.Name)).Take(Options.MostBoards - _slots.Count))
            {
                int number = Enumerable.Range(1, Options.MostBoards).First(n => _slots.Values.All(s => s.Number != n));
                var slot = new JobSlot(port, number);
                _slots.Add(port.Name, slot);
                Start(slot);
            }

            // A board that got its serial number while its first job was ending.
            foreach (var slot in _slots.Values.Where(s => !s.IsBusy && s.Tile is { State: TileState.Waiting, Serial: not null }))
            {
                Start(slot);
            }
        }

        Signal();
    }

    // A port that came anew between two looks may have another board, which has to say who it is.
    private static bool IsStill(JobSlot slot, BenchPort port) => slot.Port.Name == port.Name && slot.Plugging == port.Plugging();

    private void Start(JobSlot slot)
    {
        if (Options.Recipe?.Recipe.Lot is { Required: true } && _lot is null)
        {
            slot.Tile = Waiting(slot.Tile, Options.Recipe.Recipe.LotLabel);
            return;
        }

        _ = Begin(slot, new BoardJob(this, slot, _lot, _operator), null);
    }

    private static Tile Waiting(Tile tile, string label) => tile with
    {
        Text = $"enter or scan: {label}",
        State = TileState.Waiting,
        Since = tile.State == TileState.Waiting ? tile.Since : TimeProvider.System.GetUtcNow(),
    };

    private string? RefusalOf(string serial, JobSlot? slot) =>
        _slots.Values.FirstOrDefault(s => s != slot && s.Tile.Serial == serial) is { } other
            ? $"the board at place {other.Number} has the serial number {serial}"
        : slot?.Tile.Uuid is { } uuid && Records.OwnerOf(serial, uuid) is { } owner
            ? $"the serial number {serial} is on record for the board {owner}"
        : null;

    private void Give(JobSlot slot, string serial)
    {
        slot.Tile = slot.Tile with { Serial = serial };
        slot.NeedsSerial = false;
        if (!slot.IsBusy && slot.Tile.State == TileState.Waiting)
        {
            Start(slot);
        }
    }

    // Ordered work is for a known board, which stays known if the link fails.
    private static Task<StationRecord?> Begin(JobSlot slot, BoardJob job, Tile? known)
    {
        slot.Tile = new Tile(slot.Number, slot.Port.Name, TileState.Working, TimeProvider.System.GetUtcNow())
        {
            Text = "connect",
            Uuid = known?.Uuid,
            Hardware = known?.Hardware,
            Firmware = known?.Firmware,
            Serial = slot.Tile.Serial,
        };
        slot.TakesSerial = true;
        return slot.Start(job.RunAsync);
    }

    private bool OnIdle(int place, Action<JobSlot> act)
    {
        lock (_lock)
        {
            if (_slots.Values.FirstOrDefault(s => s.Number == place && !s.IsBusy) is not { } slot)
            {
                return false;
            }

            act(slot);
        }

        Signal();
        return true;
    }

    private Task StopAllAsync()
    {
        var running = Locked(() => _slots.Values.ToList());
        running.ForEach(s => s.Stop());
        return Task.WhenAll(running.Select(s => s.Job));
    }

    private void Signal()
    {
        TaskCompletionSource told;
        lock (_lock)
        {
            (told, _changed) = (_changed, NewSignal());
        }

        told.TrySetResult();
    }

    private T Locked<T>(Func<T> look)
    {
        lock (_lock)
        {
            return look();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
