namespace VescUartBoot.Boards;

/// <summary>How many requests may be under way: one, until the link has earned more.</summary>
/// <remarks>
/// A UART receives nothing while flash is busy, and its queue is short; a bridge on USB is a UART too. Only the VESC's own USB,
/// or a link on which 16 reads of full length, one at a time, took a median under 2.5 ms, is no such thing. What was lost costs the
/// same proof anew, and twice as much each further time: one glitch is soon forgotten, a bad cable stays slow.
/// </remarks>
/// <param name="isVescUsb">The system says that this is the VESC's own USB.</param>
/// <param name="atLeast">
/// How long the bytes of a full read take at the baud rate, if the link has one. Where they are here sooner, the rate is but a name.
/// </param>
internal sealed class SendWindow(bool isVescUsb, TimeSpan? atLeast = null)
{
    private const int Wide = 3;
    private const int Proof = 16;
    private const int DearestProof = Proof << 10;

    private readonly TimeSpan _fast = TimeSpan.FromMilliseconds(Math.Min(2.5, atLeast?.TotalMilliseconds ?? 2.5));
    private bool _staysAtOne;
    private int _price = Proof;
    private int _reads;
    private int _fastReads;
    private bool _fellBack;

    /// <summary>1 to 3.</summary>
    public int Window { get; private set; } = isVescUsb ? Wide : 1;

    /// <summary>Always one.</summary>
    public static SendWindow One() => new(isVescUsb: false) { _staysAtOne = true };

    /// <summary>A read of full length took this long, alone on the line, and nothing was lost.</summary>
    public void RecordFullRead(TimeSpan elapsed)
    {
        if (Window > 1 || _staysAtOne)
        {
            return;
        }

        _reads++;
        _fastReads += elapsed < _fast ? 1 : 0;
        if (_reads == _price)
        {
            // More than half of them: their median.
            Window = 2 * _fastReads > _reads ? Wide : 1;
            (_reads, _fastReads) = (0, 0);
        }
    }

    /// <summary>Something was lost: one at a time, until the link has proved itself anew.</summary>
    public void FallBack()
    {
        if (_fellBack)
        {
            // What is lost together with others, or again before anything has come, is the same loss.
            if (Window == 1 && _reads == 0)
            {
                return;
            }

            _price = Math.Min(2 * _price, DearestProof);
        }

        (_fellBack, Window, _reads, _fastReads) = (true, 1, 0, 0);
    }
}
