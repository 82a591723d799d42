using System.Text;

namespace VescUartBoot.EndToEnd;

/// <summary>What a process says on a stream, as far as it has said it.</summary>
internal sealed class SpokenText
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _said = new();
    private TaskCompletionSource _more = New();
    private bool _ended;

    public SpokenText(TextReader stream) => AllAsync = ReadAsync(stream);

    /// <summary>All of it, once the stream has ended.</summary>
    public Task<string> AllAsync { get; }

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

    private async Task<string> ReadAsync(TextReader stream)
    {
        var buffer = new char[4096];
        while (true)
        {
            int count = await stream.ReadAsync(buffer);
            lock (_lock)
            {
                _said.Append(buffer, 0, count);
                _ended = count == 0;
                _more.SetResult();
                _more = New();
                if (_ended)
                {
                    return _said.ToString();
                }
            }
        }
    }
}
