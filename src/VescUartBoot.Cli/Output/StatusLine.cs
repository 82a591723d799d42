using System.Diagnostics;

namespace VescUartBoot.Cli;

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
        if (!live || (_visible && Stopwatch.GetElapsedTime(_drawn) < _redrawEvery))
        {
            return;
        }

        // A line that wraps could not be taken away again.
        int most = width();
        writer.Write(ClearLine + (text.Length > most ? text[..most] : text));
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
