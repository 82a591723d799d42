using System.Diagnostics;

namespace VescUartBoot.Cli.Output;

/// <summary>The one line at the bottom of a terminal that is drawn over and over. Elsewhere it draws nothing.</summary>
internal sealed class StatusLine(TextWriter writer, bool live, Func<int> width)
{
    private const string ClearLine = "\r\u001b[2K";

    private static readonly TimeSpan _redrawEvery = TimeSpan.FromMilliseconds(80);

    private long _drawn;
    private bool _visible;

    public bool IsLive => live;

    public void Show(string text)
    {
        if (!_visible || Stopwatch.GetElapsedTime(_drawn) >= _redrawEvery)
        {
            Draw(text, static shown => shown);
        }
    }

    /// <summary>Shows what must be seen now, whatever was drawn a moment ago.</summary>
    /// <param name="text">What is cut at the right edge stands at its end.</param>
    /// <param name="paint">Its colour.</param>
    public void ShowAtOnce(string text, Func<string, string> paint) => Draw(text, paint);

    private void Draw(string text, Func<string, string> paint)
    {
        if (!live)
        {
            return;
        }

        // A line that wraps could not be taken away again.
        int most = width();
        writer.Write(ClearLine + paint(text.Length > most ? text[..most] : text));
        _drawn = Stopwatch.GetTimestamp();
        _visible = true;
    }

    public void Clear()
    {
        if (_visible)
        {
            writer.Write(ClearLine);
            _visible = false;
        }
    }
}
