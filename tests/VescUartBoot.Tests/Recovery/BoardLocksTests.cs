using VescUartBoot.Hosting.Locks;
using VescUartBoot.IO;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Recovery;

public sealed class BoardLocksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private BoardLocks Locks => new(_folder.Path);

    private IEnumerable<string> Files => Directory.GetFiles(_folder.Path, "*.json");

    [Fact]
    public void The_second_learns_who_the_first_is_and_gets_it_when_the_first_is_done()
    {
        using (Locks.TryTake("board", Me("install"), out _))
        {
            Assert.Null(Locks.TryTake("board", Me("check"), out var holder));
            Assert.Equal(("install", Environment.ProcessId), (holder!.Command, holder.ProcessId));
            Assert.Contains("vescboot install on /dev/ttyACM0 (process ", holder.ToString(), StringComparison.Ordinal);
            Assert.Equal("install", Locks.HolderOf("board")!.Command);
            using var other = Locks.TryTake("another", Me("check"), out _);
            Assert.NotNull(other);
        }

        Assert.Empty(Files);
        Assert.Null(Locks.HolderOf("board"));
        using var second = Locks.TryTake("board", Me("check"), out _);
        Assert.NotNull(second);
    }

    [Fact]
    public void The_lock_of_a_process_that_is_gone_is_taken_over_also_if_its_number_was_given_again()
    {
        foreach (var gone in new[] { Me("install") with { ProcessId = int.MaxValue },
            Me("install") with { ProcessStarted = DateTimeOffset.UnixEpoch, Mark = Earlier(Me("install").Mark) } })
        {
            Assert.NotNull(Locks.TryTake("board", gone, out _));
            Assert.Null(Locks.HolderOf("board"));

            using var second = Locks.TryTake("board", Me("check"), out _);

            Assert.NotNull(second);
        }
    }

    [Fact]
    public void A_process_of_another_machine_cannot_be_seen_so_its_lock_counts()
    {
        using var far = Locks.TryTake("board",
            Me("install") with { Machine = "elsewhere", ProcessId = int.MaxValue, Mark = new ProcessIdentity("another", "another", 1) },
            out _);

        Assert.Null(Locks.TryTake("board", Me("check"), out var holder));
        Assert.Contains("on elsewhere", holder!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_lock_holds_nothing()
    {
        foreach (string content in new[] { "", "{", "null", "{}", new string('x', 10_000) })
        {
            _folder.Write("board.json", System.Text.Encoding.UTF8.GetBytes(content));
            using var taken = Locks.TryTake("board", Me("check"), out _);
            Assert.NotNull(taken);
        }
    }

    [Fact]
    public void One_name_stays_in_its_folder_whatever_it_holds()
    {
        using var taken = Locks.TryTake("../../../tmp/x\n" + new string('y', 500), Me("check"), out _);
        Assert.NotNull(taken);
        Assert.Single(Files);
    }

    [Fact]
    public void A_clock_that_steps_breaks_no_lock_of_a_run_that_lives()
    {
        if (ProcessIdentity.Of(Environment.ProcessId) is null)
        {
            return;
        }

        using var held = Locks.TryTake("board", Me("install") with { ProcessStarted = DateTimeOffset.UtcNow.AddHours(-7) }, out _);

        Assert.Null(Locks.TryTake("board", Me("check"), out _));
    }

    [Fact]
    public void A_machine_that_was_renamed_still_sees_its_own_processes_and_one_that_was_restarted_has_none()
    {
        if (ProcessIdentity.Of(Environment.ProcessId) is not { } mark)
        {
            return;
        }

        using var renamed = Locks.TryTake("board", Me("install") with { Machine = "before", ProcessId = int.MaxValue }, out _);
        using var second = Locks.TryTake("board", Me("check") with { Mark = mark with { Boot = "another" } }, out _);
        using var third = Locks.TryTake("board", Me("check"), out _);

        Assert.NotNull(second);
        Assert.NotNull(third);
    }

    [Fact]
    public void The_start_of_a_process_is_read_behind_a_name_with_blanks_and_brackets()
    {
        string fields = string.Join(' ', Enumerable.Range(3, 40).Select(n => n == 3 ? "S" : $"{n}00"));

        Assert.Equal(2200UL, ProcessIdentity.TicksOf($"77 (a) b (c)) {fields}"));
        Assert.Null(ProcessIdentity.TicksOf("77 (cut"));
    }

    private static ProcessIdentity? Earlier(ProcessIdentity? mark) => mark is null ? null : mark with { Ticks = mark.Ticks - 1 };

    private static LockHolder Me(string command) => LockHolder.Me(command, "/dev/ttyACM0", TimeProvider.System);
}
