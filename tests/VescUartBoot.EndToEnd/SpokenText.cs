using System.Text;
using CliWrap;

namespace VescUartBoot.EndToEnd;

/// <summary>What a process says on a stream, as far as it has said it.</summary>
internal sealed class SpokenText
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _said = new();
    private TaskCompletionSource _more = New();
    private bool _ended;

    /// <summary>Takes what is said.</summary>
    public PipeTarget Target => PipeTarget.Create(async (stream, cancellationToken) =>
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        await ReadAsync(reader, cancellationToken);
    });

    /// <summary>All that was said so far.</summary>
    public string All
    {
        get
        {
            lock (_lock)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Waits until these words were said; fails if the stream ends without.</summary>
    public async Task UntilItHoldsAsync(string words)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                string said = _said.ToString();
                if (said.Contains(words, StringComparison.Ordinal))
                {
                    return;
                }

                Assert.False(_ended, $"it ended without saying \"{words}\", but: {said}");
                more = _more.Task;
            }

            await more;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task ReadAsync(TextReader stream, CancellationToken cancellationToken)
    {
        char[] buffer = new char[4096];
        while (true)
        {
            int count = await stream.ReadAsync(buffer, cancellationToken);
            lock (_lock)
            {
                _said.Append(buffer, 0, count);
                _ended = count == 0;
                _more.SetResult();
                _more = New();
                if (_ended)
                {
                    return;
                }
            }
        }
    }
}
