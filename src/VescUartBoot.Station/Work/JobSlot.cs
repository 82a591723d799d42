using VescUartBoot.Station.Ports;

namespace VescUartBoot.Station.Work;

/// <summary>A place on the bench: a port, the job that runs there, and what the screen shows of it.</summary>
/// <param name="Port">The port.</param>
/// <param name="Number">Number of the place.</param>
internal sealed class JobSlot(BenchPort Port, int Number) : IDisposable
{
    /// <summary>No plugging: who hangs there has to be asked again.</summary>
    public const string Unknown = "unknown";

    private CancellationTokenSource _stop = new();

    /// <summary>The port.</summary>
    public BenchPort Port { get; } = Port;

    /// <summary>Number of the place.</summary>
    public int Number { get; } = Number;

    /// <summary>What the screen shows.</summary>
    public Tile Tile { get; set; } = new(Number, Port.Name, TileState.Waiting, TimeProvider.System.GetUtcNow()) { Text = "board found" };

    /// <summary>Under which plugging the board of <see cref="Tile"/> was last known to hang there.</summary>
    public string? Plugging { get; set; } = Port.Plugging();

    /// <summary>Whether the port was there at the last look.</summary>
    public bool IsThere { get; set; } = true;

    /// <summary>Whether the board waits for its serial number.</summary>
    public bool NeedsSerial { get; set; }

    /// <summary>Whether a serial number would still be on the record of the job.</summary>
    public bool TakesSerial { get; set; } = true;

    /// <summary>The job; completed: none runs.</summary>
    public Task Job { get; private set; } = Task.CompletedTask;

    /// <summary>Whether a job runs.</summary>
    public bool IsBusy => !Job.IsCompleted;

    /// <summary>Starts a job.</summary>
    public Task<T> Start<T>(Func<CancellationToken, Task<T>> job)
    {
        _stop.Dispose();
        _stop = new CancellationTokenSource();
        var token = _stop.Token;
        var running = Task.Run(() => job(token), CancellationToken.None);
        Job = running;
        return running;
    }

    /// <summary>Stops the job at its next safe point.</summary>
    public void Stop() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
