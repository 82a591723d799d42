using System.Text;
using System.Text.RegularExpressions;

namespace VescUartBoot.EndToEnd;

/// <summary>A terminal of a given width: what a person sees at the end of a run of the tool.</summary>
internal sealed partial class Screen
{
    /// <summary>The style of what was not painted.</summary>
    public const string Plain = "";

    private readonly int _columns;
    private readonly List<StringBuilder> _lines = [new()];
    private readonly List<List<string>> _styles = [[]];
    private readonly HashSet<string> _colours = [];
    private string _style = Plain;
    private int _column;

    private Screen(int columns) => _columns = columns;

    /// <summary>The numbers of all colours and styles that were used.</summary>
    public IReadOnlySet<string> Colours => _colours;

    /// <summary>What is on it, without empty space at the ends.</summary>
    public string Text => string.Join('\n', _lines.Select(l => l.ToString().TrimEnd())).TrimEnd('\n') + "\n";

    public int ExitCode { get; private set; }

    /// <summary>Its lines as pieces of one style each: the numbers of the style as they were sent, such as <c>1</c> or <c>31</c>.</summary>
    public IEnumerable<IReadOnlyList<(string Style, string Text)>> Pieces =>
        Text.TrimEnd('\n').Split('\n').Select((line, number) => PiecesOf(line, _styles[number]));

    /// <summary>Runs the tool on a terminal.</summary>
    public static Task<Screen> RunAsync(int columns, params string[] arguments) =>
        WatchAsync(columns, ScreenState.Folder, static () => false, static _ => { }, arguments);

    /// <summary>Runs the tool on a terminal, and looks at it again and again while something is so.</summary>
    /// <param name="columns">The width.</param>
    /// <param name="state">The state directory of the tool.</param>
    /// <param name="isSo">Asked before each read: what was written until then is on the screen that is looked at.</param>
    /// <param name="look">The look.</param>
    /// <param name="arguments">The words of the command.</param>
    public static async Task<Screen> WatchAsync(int columns, string state, Func<bool> isSo, Action<Screen> look, params string[] arguments)
    {
        using var terminal = new PseudoTerminal();
        terminal.SetSize(columns, rows: 50);
        var screen = new Screen(columns);
        using var tool = Tool.StartRedirected($"< {terminal.Path} > {terminal.Path} 2> {terminal.Path}", state, arguments);
        var ending = tool.EndAsync();
        string raw = await Task.Run(() => ReadAll(terminal, ending, isSo, text => look(Drawn(columns, text))));
        screen.ExitCode = (await ending).ExitCode;
        screen.Draw(raw);
        return screen;
    }

    /// <summary>Runs the tool on a terminal with TERM=dumb. Returns every character that it wrote.</summary>
    public static async Task<string> RunOnDumbTerminalAsync(int columns, params string[] arguments)
    {
        using var terminal = new PseudoTerminal();
        terminal.SetSize(columns, rows: 50);
        using var tool = Tool.StartOnDumbTerminal($"< {terminal.Path} > {terminal.Path} 2> {terminal.Path}", ScreenState.Folder, arguments);
        return await Task.Run(() => ReadAll(terminal, tool.EndAsync(), static () => false, static _ => { }));
    }

    private static Screen Drawn(int columns, string raw)
    {
        var screen = new Screen(columns);
        screen.Draw(raw);
        return screen;
    }

    // The master reads nothing while nobody has the other end open: before the tool began, and after it has ended.
    private static string ReadAll(PseudoTerminal terminal, Task ending, Func<bool> isSo, Action<string> look)
    {
        var text = new MemoryStream();
        byte[] buffer = new byte[4096];
        while (true)
        {
            bool ended = ending.IsCompleted;
            bool looks = isSo();
            int got = terminal.Read(buffer, timeoutMilliseconds: 20);
            text.Write(buffer, 0, got);
            if (looks && got < buffer.Length)
            {
                look(Encoding.UTF8.GetString(text.ToArray()));
            }

            if (got == 0 && ended)
            {
                return Encoding.UTF8.GetString(text.ToArray());
            }
        }
    }

    private void Draw(string raw)
    {
        foreach (Match part in Parts().Matches(raw))
        {
            if (part.Groups["control"] is { Success: true } control)
            {
                Control(control.Value, part.Groups["numbers"].Value);
            }
            else
            {
                Put(part.Value[0]);
            }
        }
    }

    private void Control(string letter, string numbers)
    {
        if (letter == "m")
        {
            _colours.UnionWith(numbers.Split(';'));
            _style = numbers is "0" or "" ? Plain : numbers;
        }
        else if (letter == "K")
        {
            _lines[^1].Clear();
            _styles[^1].Clear();
        }
    }

    private void Put(char c)
    {
        if (c == '\r')
        {
            _column = 0;
            return;
        }

        if (c == '\n' || _column == _columns)
        {
            _lines.Add(new StringBuilder());
            _styles.Add([]);
            _column = 0;
        }

        if (c == '\n')
        {
            return;
        }

        var line = _lines[^1];
        line.Append(' ', Math.Max(0, _column + 1 - line.Length));
        _styles[^1].AddRange(Enumerable.Repeat(Plain, line.Length - _styles[^1].Count));
        _styles[^1][_column] = _style;
        line[_column++] = c;
    }

    private static List<(string Style, string Text)> PiecesOf(string line, List<string> styles)
    {
        List<(string Style, string Text)> pieces = [];
        for (int at = 0; at < line.Length; at++)
        {
            if (pieces is [.., var last] && last.Style == styles[at])
            {
                pieces[^1] = (last.Style, last.Text + line[at]);
            }
            else
            {
                pieces.Add((styles[at], line[at..(at + 1)]));
            }
        }

        return pieces;
    }

    [GeneratedRegex(@"\x1b\[[?>]?(?<numbers>[0-9;]*)(?<control>[A-Za-z])|\x1b(?<control>[=>78])|[\s\S]",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
