using VescUartBoot.IO;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Recovery;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Guard => Path.Combine(_folder.Path, "locks", "guard");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whoever_waits_looks_again_every_5_ms_and_gives_up_after_30_s()
    {
        using var held = FileLock.Take(Guard);
        var time = new JumpingTime();

        Assert.Throws<IOException>(() => FileLock.Take(Guard, time));

        Assert.Equal(TimeSpan.FromSeconds(30), time.Elapsed);
        Assert.Equal(6000, time.Waits);
    }

    [Fact]
    public void Whoever_waits_gets_it_once_it_is_free()
    {
        var held = FileLock.Take(Guard);
        var time = new JumpingTime();
        time.OnWait = () =>
        {
            if (time.Waits == 3)
            {
                held.Dispose();
            }
        };

        FileLock.Take(Guard, time).Dispose();

        Assert.Equal(TimeSpan.FromMilliseconds(15), time.Elapsed);
    }

    // Each wait is over at once and has taken its time.
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Elapsed { get; private set; }

        public int Waits { get; private set; }

        public Action OnWait { get; set; } = () => { };

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Elapsed += dueTime;
            Waits++;
            OnWait();
            callback(state);
            return new Over();
        }

        private sealed class Over : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
