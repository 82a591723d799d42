namespace VescUartBoot.Boards;

/// <summary>How many requests may be under way: one, until the link has earned more.</summary>
/// <remarks>
/// A UART receives nothing while flash is busy, and its queue is short; a bridge on USB is a UART too. Only the VESC's own USB,
/// or a link on which 16 reads of full length, one at a time, took a median under 2.5 ms, is no such thing.
/// </remarks>
internal sealed class LinkPace(bool isVescUsb)
{
    private const int Wide = 3;
    private const int Proof = 16;

    private static readonly TimeSpan _fast = TimeSpan.FromMilliseconds(2.5);

    private readonly List<TimeSpan> _fullReads = new(Proof);
    private bool _fellBack;

    /// <summary>1 to 3.</summary>
    public int Window { get; private set; } = isVescUsb ? Wide : 1;

    /// <summary>A read of full length took this long, alone on the line.</summary>
    public void RecordFullRead(TimeSpan elapsed)
    {
        if (_fellBack || Window > 1)
        {
            return;
        }

        _fullReads.Add(elapsed);
        if (_fullReads.Count == Proof)
        {
            _fullReads.Sort();
            Window = _fullReads[Proof / 2] < _fast ? Wide : 1;
            _fullReads.Clear();
        }
    }

    /// <summary>Something was lost: one at a time from now on.</summary>
    public void FallBack() => (_fellBack, Window) = (true, 1);
}
