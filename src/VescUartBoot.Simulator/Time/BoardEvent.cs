namespace VescUartBoot.Simulator.Time;

/// <summary>A future event of a board, which can be cancelled.</summary>
internal sealed class BoardEvent(Action action)
{
    private Action? _action = action;

    public bool IsCancelled => _action is null;

    public void Cancel() => _action = null;

    public void Run()
    {
        var run = _action;
        _action = null;
        run?.Invoke();
    }
}
