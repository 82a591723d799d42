namespace VescUartBoot.Benchmarks;

/// <summary>Answers each request of a known length with a reply of a known length, at once.</summary>
internal sealed class EchoBoard : IDisposable
{
    private readonly PseudoTerminal _terminal = new();
    private readonly Thread _thread;
    private volatile bool _ending;

    public EchoBoard(int requestLength, int replyLength)
    {
        _thread = new Thread(() => Answer(requestLength, replyLength)) { IsBackground = true, Name = "echo board" };
        _thread.Start();
    }

    /// <summary>Answers each request that is a frame with <paramref name="reply"/>; zeros of a flush get none.</summary>
    public EchoBoard(byte[] reply)
    {
        _thread = new Thread(() => AnswerFrames(reply)) { IsBackground = true, Name = "echo board" };
        _thread.Start();
    }

    public string Path => _terminal.Path;

    public void Dispose()
    {
        _ending = true;
        _thread.Join();
        _terminal.Dispose();
    }

    private void AnswerFrames(byte[] reply)
    {
        byte[] request = new byte[4096];
        while (!_ending)
        {
            int got = _terminal.Read(request, timeoutMilliseconds: 100);
            if (got > 0 && request[got - 1] == 0x03)
            {
                _terminal.Write(reply);
            }
        }
    }

    private void Answer(int requestLength, int replyLength)
    {
        byte[] request = new byte[4096];
        byte[] reply = new byte[replyLength];
        int got = 0;
        while (!_ending)
        {
            got += _terminal.Read(request, timeoutMilliseconds: 100);
            if (got < requestLength)
            {
                continue;
            }

            got -= requestLength;
            _terminal.Write(reply);
        }
    }
}
