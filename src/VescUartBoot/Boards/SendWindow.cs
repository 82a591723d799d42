namespace VescUartBoot.Boards;

/// <summary>Number of requests that may be in flight: one, until the link is proved fast.</summary>
/// <remarks>
/// A UART receives nothing while flash is busy, and its queue is short; a USB bridge is a UART too. Only the USB port of the VESC itself,
/// or a link on which 16 full reads, one at a time, took a median under 2.5 ms, is not a UART. After a loss the same proof is required
/// again, and twice as much after each further loss: a single glitch is soon forgotten, a bad cable stays slow.
/// </remarks>
/// <param name="isVescUsb">The operating system reports the USB port of the VESC itself.</param>
/// <param name="atLeast">
/// Time that a full read takes at the baud rate, if the link has one. A read that is faster shows that the link is not a real UART.
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

    /// <summary>Number of requests that may be in flight, 1 to 3.</summary>
    public int Window { get; private set; } = isVescUsb ? Wide : 1;

    /// <summary>A window that is always 1.</summary>
    public static SendWindow One() => new(isVescUsb: false) { _staysAtOne = true };

    /// <summary>Records the time of a full read that was alone on the line, without a loss.</summary>
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
            // More than half of the reads were fast: so is their median.
            Window = 2 * _fastReads > _reads ? Wide : 1;
            (_reads, _fastReads) = (0, 0);
        }
    }

    /// <summary>Records a loss: one request at a time until the link is proved again.</summary>
    public void FallBack()
    {
        if (_fellBack)
        {
            // Several losses at once, or another one before the first read, count as one loss.
            if (Window == 1 && _reads == 0)
            {
                return;
            }

            _price = Math.Min(2 * _price, DearestProof);
        }

        (_fellBack, Window, _reads, _fastReads) = (true, 1, 0, 0);
    }
}
