using System.Diagnostics;

namespace VescUartBoot.Cli.Output;

/// <summary>The live line at the bottom of a terminal. Without a terminal it draws nothing.</summary>
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

    /// <summary>Shows an important text at once, without the usual draw interval.</summary>
    /// <param name="text">The text; its end is cut at the right edge.</param>
    /// <param name="paint">Colour of the text.</param>
    public void ShowAtOnce(string text, Func<string, string> paint) => Draw(text, paint);

    private void Draw(string text, Func<string, string> paint)
    {
        if (!live)
        {
            return;
        }

        // A wrapped line could not be removed.
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
