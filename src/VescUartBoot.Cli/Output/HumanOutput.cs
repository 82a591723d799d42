using System.Diagnostics;
using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>Phases, a bar and the verdict for a person: what happens on standard error, the result on standard output.</summary>
internal sealed class HumanOutput : CommandOutput
{
    private const int LabelWidth = 11;
    private const int SaneWidth = 80;
    private const string PowerWords = "KEEP THE POWER ON until the new version has answered: the board copies its new firmware";

    private static readonly TimeSpan _logEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _tickEvery = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan _quietFor = TimeSpan.FromMilliseconds(900);

    private readonly Lock _lock = new();
    private readonly string _command;
    private readonly bool _quiet;
    private readonly bool _verbose;
    private readonly bool _color;
    private readonly StatusLine _status;
    private readonly Stopwatch _sincePhase = new();
    private readonly Stopwatch _sinceNews = new();
    private TimeSpan _logged;
    private JobPhase? _phase;
    private long _done;
    private int _retries;
    private bool _asking;

    // What is shown while the power must stay on; nothing else takes the live line meanwhile.
    private string? _powerLine;

    public HumanOutput(string command, bool quiet, bool verbose, bool color)
    {
        (_command, _quiet, _verbose, _color) = (command, quiet, verbose, color);
        _status = new StatusLine(Console.Error, live: !quiet && !Console.IsErrorRedirected, Width);
        if (_status.IsLive)
        {
            _ = TickAsync();
        }
    }

    public override void Report(JobEvent value)
    {
        lock (_lock)
        {
            _sinceNews.Restart();
            Show(value);
            ShowPowerLine();
        }
    }

    private void Show(JobEvent value)
    {
        switch (value)
        {
            case JobEvent.PhaseStarted e:
                EndPhase();
                _powerLine = null;
                (_phase, _done, _retries, _logged) = (e.Phase, 0, 0, TimeSpan.Zero);
                _sincePhase.Restart();
                _status.Show(Label(e.Phase) + "…");
                break;

            case JobEvent.Progressed e:
                ShowProgress(e);
                break;

            case JobEvent.BoardFound e:
                Say("board", Describe(e.Board));
                break;

            case JobEvent.Found e:
                Say("found", $"{e.Finding.State.ToString().ToLowerInvariant()}: {string.Join("; ", e.Finding.Evidence)}");
                break;

            case JobEvent.ImageChosen e:
                Say("image", $"{e.Name}: {e.Why}");
                break;

            case JobEvent.Planned e:
                ShowPlan(e.Plan);
                break;

            case JobEvent.UpgradePlanned e:
                ShowPlan(e.Plan);
                break;

            case JobEvent.Kept e:
                Say("kept", e.Folder);
                break;

            case JobEvent.Awaited e:
                ShowWait(e);
                break;

            case JobEvent.SectorSaved e:
                Say("saved", $"the old content of the bootloader sector: {e.Path}", always: true);
                break;

            case JobEvent.Returned e:
                _powerLine = null;
                Say("restart", $"{Describe(e.Board)} answers after {e.Elapsed.TotalSeconds:0.0} s");
                break;

            case JobEvent.PartRestored e:
                Say("restored", BackupReport.Line(e.Outcome), e.Outcome.State == PartState.Restored ? Paint.None : Paint.Magenta);
                break;

            case JobEvent.LeftBehind e:
                Say("unfinished", e.Message, Paint.Magenta);
                Say("next", Advice.For(e.Change, e.Board));
                break;

            case JobEvent.Retried e:
                _retries++;
                if (_verbose)
                {
                    Say("retry", $"{e.What}, try {e.Attempt}: {e.Reason}");
                }

                break;

            case JobEvent.Warned e:
                Say("warning", e.Message, Paint.Magenta);
                break;
        }
    }

    public override void Tell(IEnumerable<string> lines, JsonObject json)
    {
        lock (_lock)
        {
            _status.Clear();
            foreach (string line in lines)
            {
                Console.Out.WriteLine(TerminalText.OfLines(line));
            }
        }
    }

    public override bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    public override async ValueTask<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _status.Clear();
            _asking = true;
        }

        string lines = string.Join(Environment.NewLine, TextWrap.Lines($"{TerminalText.Of(question)} [y/N]", Width()));
        await Console.Error.WriteAsync($"{lines} ".AsMemory(), cancellationToken).ConfigureAwait(false);
        string? answer = null;
        try
        {
            answer = await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _asking = false;
            if (answer is null)
            {
                // Nobody typed an end of line: what follows begins on a line of its own.
                await Console.Error.WriteLineAsync().ConfigureAwait(false);
            }
        }

        return answer?.Trim() is "y" or "Y" or "yes";
    }

    public override void TellStop(string text)
    {
        lock (_lock)
        {
            Say("stopping", text, always: true);
            ShowPowerLine();
        }
    }

    public override void BeginBoard(string port, byte? can = null)
    {
        Say(can is null ? "port" : "can", port);
    }

    public override void FinishBoard(Outcome outcome) => Finish(outcome);

    public override int Finish(Outcome outcome)
    {
        lock (_lock)
        {
            _powerLine = null;
            EndPhase();
        }

        string? verdict = outcome.Job is { } job ? VerdictText.Of(outcome, job) : null;
        IEnumerable<string> lines = [.. CarryOverReport.Lines(outcome.Job, _verbose), .. outcome.Lines, .. verdict is null
            ? Array.Empty<string>() : [verdict]];
        foreach (string line in lines.SelectMany(l => TextWrap.Hanging(TerminalText.OfLines(l), ResultWidth())))
        {
            Console.Out.WriteLine(line);
        }

        if (LinkReport.Sentence(outcome) is { } sentence)
        {
            Say("link", sentence, Paint.Magenta);
        }

        if (_command is "check" or "verify" or "dump" or "backup"
            && outcome is { Error: null or { BoardState: null }, Job.ReadPath: { Undone: true } path })
        {
            Say("undo", $"flash is as it was: {path}");
        }

        if (outcome.Error is { } error)
        {
            // A board that has its bootloader is as it should be; the exit code tells a script that nothing was installed.
            bool isWell = error.Exit == ExitCode.BootloaderPresent;
            Say(isWell ? "done" : "error", $"{(isWell ? "Nothing to do: " : "")}{error.Message} [{error.Code}]",
                isWell ? Paint.None : Paint.Red, always: true);
            if (error.BoardState is { } state)
            {
                Say("board", state, always: true);
            }

            if (error.Next is { } next)
            {
                Say("next", next, always: true);
            }
        }

        return outcome.ExitStatus;
    }

    public static string Describe(BoardIdentity board) =>
        $"{board.Hardware ?? "hardware without a name"}, firmware {board.Firmware}{(board.Uuid is { } uuid ? $", {uuid}" : "")}";

    private void ShowPlan(InstallPlan plan)
    {
        foreach (string step in plan.Steps)
        {
            Say("plan", step);
        }

        foreach (string lost in plan.Lost)
        {
            Say("lost", lost, Paint.Magenta);
        }

        foreach (string open in plan.Undecided)
        {
            Say("open", open, Paint.Magenta);
        }

        Say("plan", $"about {plan.Expected.TotalSeconds:0.0} s");
    }

    private void ShowPlan(UpgradePlan plan)
    {
        int number = 0;
        foreach (var step in plan.Steps)
        {
            Say("plan", $"{++number}. {step.What}; because {step.Reason}");
        }

        foreach (string lost in plan.Lost)
        {
            Say("lost", lost, Paint.Magenta);
        }

        foreach (string open in plan.Undecided)
        {
            Say("open", open, Paint.Magenta);
        }

        Say("plan", $"about {plan.Expected.TotalSeconds:0} s; keep the power on until the new version has answered");
    }

    private void ShowWait(JobEvent.Awaited e)
    {
        string left = e.Elapsed < e.Expected ? $"about {(e.Expected - e.Elapsed).TotalSeconds:0} s left"
            : $"at most {(e.AtMost - e.Elapsed).TotalSeconds:0} s more";
        string text = e.Installs ? $"KEEP THE POWER ON: the board copies its new firmware, {left}"
            : e.Elapsed < e.Expected ? $"the board restarts through its bootloader sector, {left}"
            : $"still silent: a board without a bootloader takes 22 to 60 s, {left}";
        if (_status.IsLive && !e.Installs)
        {
            _status.Show(Label(JobPhase.Restart) + text);
        }
        else if (_logged == TimeSpan.Zero || (!_status.IsLive && e.Elapsed - _logged > _logEvery))
        {
            // On a terminal it stays there as a line of its own, so nothing that is drawn can take it away.
            _logged = e.Elapsed == TimeSpan.Zero ? TimeSpan.FromTicks(1) : e.Elapsed;
            Say("restart", _status.IsLive ? PowerWords : text, e.Installs ? Paint.Red : Paint.None, always: e.Installs,
                paintText: e.Installs);
        }

        _powerLine = e.Installs ? $"KEEP THE POWER ON, {left}" : null;
    }

    private void ShowPowerLine()
    {
        if (_powerLine is { } line && !_asking)
        {
            _status.ShowAtOnce(line, text => Painted(text, Paint.Red));
        }
    }

    private void ShowProgress(JobEvent.Progressed e)
    {
        _done = e.Done;
        var elapsed = _sincePhase.Elapsed;
        if (_status.IsLive)
        {
            _status.Show(ProgressBar.Draw(Label(e.Phase), e.Done, e.Total, elapsed, _retries, Width()));
        }
        else if (elapsed - _logged > _logEvery)
        {
            _logged = elapsed;
            Say(Word(e.Phase), $"{100 * e.Done / e.Total} %");
        }
    }

    // What has no bar moves too: whoever waits sees that it lives, and for how long.
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(_tickEvery);
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            lock (_lock)
            {
                if (_phase is { } phase && _powerLine is null && !_asking && _sinceNews.Elapsed > _quietFor)
                {
                    _status.Show($"{Label(phase)}… {_sincePhase.Elapsed.TotalSeconds:0} s");
                }
            }
        }
    }

    private void EndPhase()
    {
        _status.Clear();
        if (_phase is { } phase && (_done > 0 || phase is JobPhase.Erase or JobPhase.Rehearse || _verbose))
        {
            string what = _done > 0 ? $"{ProgressBar.Size(_done)} in " : "";
            Say(Word(phase), $"{what}{_sincePhase.Elapsed.TotalSeconds:0.00} s{(_retries > 0 ? $", {_retries} retries" : "")}");
        }

        _phase = null;
        _done = 0;
    }

    private void Say(string label, string text, Paint paint = Paint.None, bool always = false, bool paintText = false)
    {
        if (_quiet && !always)
        {
            return;
        }

        _status.Clear();
        foreach (string line in TextWrap.Lines(TerminalText.Of(text), Width() - LabelWidth))
        {
            Console.Error.WriteLine(Painted(label.PadRight(LabelWidth), paint) + (paintText ? Painted(line, paint) : line));
            label = "";
        }
    }

    private string Painted(string text, Paint paint) => !_color || paint == Paint.None ? text : $"\u001b[{(int)paint}m{text}\u001b[0m";

    private static int Width() => Console.IsErrorRedirected ? int.MaxValue : Columns();

    /// <summary>The columns of standard output; where nobody sees it, lines stay whole.</summary>
    public static int ResultWidth() => Console.IsOutputRedirected ? int.MaxValue : Columns();

    private static int Columns() => Math.Clamp(Console.WindowWidth is > 0 and var w ? w : SaneWidth, 40, 120) - 1;

    private static string Label(JobPhase phase) => Word(phase).PadRight(LabelWidth);

    private static string Word(JobPhase phase) => phase switch
    {
        JobPhase.LinkCheck => "link",
        _ => phase.ToString().ToLowerInvariant(),
    };

    private enum Paint
    {
        None = 0,
        Red = 31,

        // Not yellow: it cannot be read on white.
        Magenta = 35,
    }
}
