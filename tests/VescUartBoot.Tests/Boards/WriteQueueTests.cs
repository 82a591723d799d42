using VescUartBoot.Boards;

namespace VescUartBoot.Tests.Boards;

public sealed class WriteQueueTests
{
    private readonly WriteQueue _turns = new();

    [Fact]
    public async Task The_first_has_its_turn_at_once_and_so_has_the_next_after_it()
    {
        for (int i = 0; i < 3; i++)
        {
            var turn = Begin();
            Assert.True(turn.IsCompletedSuccessfully);
            await turn;
            _turns.End();
        }
    }

    [Fact]
    public void Turns_come_in_the_order_in_which_they_were_asked_for()
    {
        Assert.True(Begin().IsCompletedSuccessfully);
        var second = Begin();
        var third = Begin();
        Assert.False(second.IsCompleted || third.IsCompleted);

        _turns.End();
        Assert.True(second.IsCompletedSuccessfully);
        Assert.False(third.IsCompleted);

        _turns.End();
        Assert.True(third.IsCompletedSuccessfully);

        _turns.End();
        Assert.True(Begin().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_gives_up_its_place_is_passed_over()
    {
        Assert.True(Begin().IsCompletedSuccessfully);
        using var stop = new CancellationTokenSource();
        var second = _turns.BeginAsync(resumesInline: true, stop.Token).AsTask();
        var third = Begin();

        await stop.CancelAsync();
        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(stop.Token, e.CancellationToken);
        Assert.False(third.IsCompleted);

        _turns.End();
        Assert.True(third.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Where_all_have_given_up_the_turn_is_free()
    {
        Assert.True(Begin().IsCompletedSuccessfully);
        using var stop = new CancellationTokenSource();
        var second = _turns.BeginAsync(resumesInline: false, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        _turns.End();

        Assert.True(Begin().IsCompletedSuccessfully);
    }

    [Fact]
    public void Who_has_given_up_before_takes_no_turn()
    {
        Assert.True(_turns.BeginAsync(resumesInline: true, new CancellationToken(canceled: true)).AsTask().IsCanceled);

        Assert.True(Begin().IsCompletedSuccessfully);
    }

    [Fact]
    public void Who_drives_the_clock_itself_is_resumed_on_the_thread_of_the_one_before()
    {
        Assert.True(Begin().IsCompletedSuccessfully);
        int? resumedOn = null;
        _ = WaitAsync();

        _turns.End();

        Assert.Equal(Environment.CurrentManagedThreadId, resumedOn);

        async Task WaitAsync()
        {
            await _turns.BeginAsync(resumesInline: true, CancellationToken.None).ConfigureAwait(false);
            resumedOn = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task Who_has_a_thread_of_its_own_does_not_hold_up_the_one_before()
    {
        Assert.True(Begin().IsCompletedSuccessfully);
        using var held = new ManualResetEventSlim();
        var second = WaitAsync();

        // Would never return if the one that waits ran inside it.
        _turns.End();
        held.Set();

        await second;

        async Task WaitAsync()
        {
            await _turns.BeginAsync(resumesInline: false, CancellationToken.None).ConfigureAwait(false);
            held.Wait(TestContext.Current.CancellationToken);
        }
    }

    private Task Begin() => _turns.BeginAsync(resumesInline: true, CancellationToken.None).AsTask();
}
