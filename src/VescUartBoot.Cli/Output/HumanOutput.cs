using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>Output for a person: steps and one live line on standard error, the verdict on standard output.</summary>
internal sealed class HumanOutput : CommandOutput
{
    private const int LineWidth = 80;

    private static readonly TimeSpan _logEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _tickEvery = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan _quietFor = TimeSpan.FromMilliseconds(900);

    private readonly Lock _lock = new();
    private readonly bool _quiet;
    private readonly bool _verbose;
    private readonly LabelledWriter _steps;
    private readonly LabelledWriter _result;
    private readonly StatusLine _status;
    private readonly TimeLeft _left = new(TimeProvider.System);
    private readonly Stopwatch _sincePhase = new();
    private readonly Stopwatch _sinceNews = new();
    private TimeSpan _logged;
    private JobPhase? _phase;
    private long _done;
    private long _total;
    private bool _mayLackBootloader;
    private int _retries;
    private bool _asking;
    private bool _saidSteps;
    private bool _agreed;

    // Text shown while the power must stay on; nothing else uses the live line during that time.
    private string? _powerLine;

    // State and next step of each of several boards: the end does not repeat them.
    private readonly HashSet<string?> _told = [];

    public HumanOutput(bool quiet, bool verbose, bool color)
    {
        (_quiet, _verbose) = (quiet, verbose);
        _steps = new LabelledWriter(Console.Error, color && !Console.IsErrorRedirected && !Terminal.IsDumb, Terminal.ErrorWidth);
        _result = new LabelledWriter(Console.Out, color && !Console.IsOutputRedirected && !Terminal.IsDumb, Terminal.OutputWidth);
        _status = new StatusLine(Console.Error, live: !quiet && !Console.IsErrorRedirected && !Terminal.IsDumb, Terminal.ErrorWidth);
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
                EndPhase(stopped: _done < _total && _phase == JobPhase.Write);
                _powerLine = null;
                (_phase, _done, _total, _retries, _logged) = (e.Phase, 0, 0, 0, TimeSpan.Zero);
                _sincePhase.Restart();
                _status.Show($"{LabelledWriter.Label(PhaseWords.Of(e.Phase))}…");
                break;

            case JobEvent.Progressed e:
                ShowProgress(e);
                break;

            case JobEvent.BoardFound e:
                Say("connect", Describe(e.Board), Tone.Step);
                break;

            case JobEvent.Found e:
                EndPhase();
                _mayLackBootloader = e.Finding.State == BootloaderState.Unknown;
                Say("found", VerdictText.Describe(e.Finding, withReasons: _verbose), Tone.Step);
                break;

            case JobEvent.ImageChosen e:
                Say("choose", _verbose ? $"{e.Name}: {e.Why}" : e.Name, Tone.Step);
                break;

            case JobEvent.Planned e:
                ShowPlan(PlanText.Of(e.Plan), e.Plan.Lost, e.Plan.Undecided);
                _left.Plan(e.Plan.Expected);
                break;

            case JobEvent.UpgradePlanned e:
                ShowPlan(PlanText.Of(e.Plan, _verbose), e.Plan.Lost, e.Plan.Undecided);
                _left.Plan(e.Plan.Expected);
                break;

            case JobEvent.Kept e:
                EndPhase();
                Say("backed up", $"settings and scripts: {e.Folder}", Tone.Step);
                break;

            case JobEvent.Awaited e:
                ShowWait(e);
                break;

            case JobEvent.SectorSaved e:
                EndPhase();
                Say("saved", $"the old content of {(e.IsWholeFlash ? "the target's flash" : "the bootloader sector")}: {e.Path}", Tone.Step,
                    always: true);
                break;

            case JobEvent.Returned e:
                _powerLine = null;
                Say("restart", $"{Describe(e.Board)} answers after {e.Elapsed.TotalSeconds:0.0} s", Tone.Step);
                break;

            case JobEvent.PartRestored e:
                EndPhase();
                bool isBack = e.Outcome.State == PartState.Restored;
                Say(isBack ? PartVerb : $"not {PartVerb}", $"{e.Outcome.Part.Name()}: {e.Outcome.Message}",
                    isBack ? Tone.Step : Tone.Warning);
                break;

            case JobEvent.LeftBehind e:
                Say("unfinished", e.Message, Tone.Warning);
                SayNext(Advice.For(e.Change, e.Board));
                break;

            case JobEvent.Retried e:
                _retries++;
                if (_verbose)
                {
                    Say("retry", $"{e.What}, try {e.Attempt}: {e.Reason}");
                }

                break;

            // The question that was answered has said it.
            case JobEvent.Warned { Code: "assumedBootloader" } when _agreed:
                break;

            case JobEvent.Warned e:
                _agreed |= e.Code == "simulatedAnswer";
                Say("warning", e.Message, Tone.Warning);
                break;
        }
    }

    public override void Tell(IEnumerable<string> lines, JsonObject? json)
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

    public override bool CanAsk => Prompt.IsPossible;

    public override async ValueTask<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        string? answer = await AskBetweenStepsAsync(Prompt.YesOrNo(question), cancellationToken).ConfigureAwait(false);
        bool? meaning = Prompt.MeaningOf(answer);
        if (meaning is null)
        {
            answer = await AskBetweenStepsAsync([$"'{TerminalText.Of(answer!)}' is neither y nor n. [y/N]"], cancellationToken)
                .ConfigureAwait(false);
            meaning = Prompt.MeaningOf(answer);
        }

        lock (_lock)
        {
            if (meaning is null)
            {
                Say("answer", $"'{answer}' is neither y nor n, and counts as no", Tone.Warning, always: true);
            }

            return _agreed = meaning is true;
        }
    }

    public override async ValueTask<int?> ChooseAsync(string question, IReadOnlyList<string> choices,
        CancellationToken cancellationToken) =>
        Prompt.ChoiceOf(await AskBetweenStepsAsync(Prompt.Choices(question, choices), cancellationToken).ConfigureAwait(false),
            choices.Count);

    public override void TellStop(string text)
    {
        lock (_lock)
        {
            Say("stopping", text, Tone.Warning, always: true);
            ShowPowerLine();
        }
    }

    public override void BeginBoard(string port, byte? can = null) => Say(can is null ? "port" : "can", port, Tone.Calm);

    public override void FinishBoard(Outcome outcome)
    {
        Finish(outcome, toldBefore: []);
        _told.UnionWith([outcome.Error?.BoardState, outcome.Error?.Next]);
    }

    public override int Finish(Outcome outcome)
    {
        Finish(outcome, _told);
        return outcome.ExitStatus;
    }

    private void Finish(Outcome outcome, HashSet<string?> toldBefore)
    {
        lock (_lock)
        {
            _powerLine = null;
            EndPhase(stopped: _done < _total && outcome.Error is not null);
            var verdict = outcome.Verdict ?? VerdictText.Of(outcome, _verbose);
            foreach (string line in CarryOverReport.Lines(outcome.Job, _verbose).Concat(outcome.Lines)
                .SelectMany(l => TextWrap.Hanging(TerminalText.OfLines(l), Terminal.OutputWidth())))
            {
                Console.Out.WriteLine(line);
            }

            if (LinkReport.Sentence(outcome) is { } sentence)
            {
                Say("link", sentence, Tone.Warning);
            }

            if (_verbose && outcome is { Error: null or { BoardState: null }, Job.ReadPath: { Undone: true } path })
            {
                Say("clean up", $"flash is as it was: {path}", Tone.Step);
            }

            if (_saidSteps && (verdict ?? (object?)outcome.Error) is not null)
            {
                Console.Error.WriteLine();
            }

            if (verdict is not null)
            {
                _result.Write(verdict.Word, verdict.Text, verdict.Tone, verdict.Tone is Tone.Done ? Tone.Done : Tone.Plain);
            }

            if (outcome.Error is { } error)
            {
                ShowError(error, withMessage: verdict is null || verdict == outcome.Verdict,
                    isTooOld: outcome.Job is BootloaderJobResult { Before.Content.Image.Compression: false }, toldBefore);
            }
        }
    }

    public static string Describe(BoardIdentity board) =>
        $"{board.Hardware ?? "hardware without a name"}, firmware {board.Firmware}{(board.Uuid is { } uuid ? $", {uuid}" : "")}";

    // Nothing else is written meanwhile, and the time of the person is not the time of the phase.
    private async Task<string?> AskBetweenStepsAsync(IEnumerable<string> question, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _status.Clear();
            _asking = true;
            _sincePhase.Stop();
        }

        try
        {
            return await Prompt.AskAsync(question, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _sincePhase.Start();
                _asking = false;
            }
        }
    }

    private void ShowError(CliError error, bool withMessage, bool isTooOld, HashSet<string?> toldBefore)
    {
        var verdict = ErrorText.Verdict(error, isTooOld);
        if (withMessage)
        {
            Say(verdict.Word, verdict.Text, verdict.Tone, always: true);
        }

        if (error.BoardState is { } state && !toldBefore.Contains(state))
        {
            SayAll("board", ErrorText.Facts(state), Tone.Plain, always: true);
        }

        if (error.Next is { } next && !toldBefore.Contains(next))
        {
            SayNext(next, Tone.Calm, always: true);
        }
    }

    private void ShowPlan(IEnumerable<string> steps, IReadOnlyList<string> lost, IReadOnlyList<string> undecided)
    {
        EndPhase();
        SayAll("plan", steps, Tone.Step);
        SayAll("erases", lost, Tone.Warning);
        SayAll("unknown", undecided, Tone.Warning);
    }

    private void ShowWait(JobEvent.Awaited e)
    {
        string text = WaitText.Of(e, _mayLackBootloader);
        if (_status.IsLive && !e.Installs)
        {
            _status.Show(LabelledWriter.Label(PhaseWords.Of(JobPhase.Restart)) + text);
        }
        else if (_logged == TimeSpan.Zero || (!_status.IsLive && e.Elapsed - _logged > _logEvery))
        {
            // On a terminal it stays as a separate line that the live line cannot overwrite.
            _logged = e.Elapsed == TimeSpan.Zero ? TimeSpan.FromTicks(1) : e.Elapsed;
            var tone = e.Installs ? Tone.Danger : Tone.Plain;
            Say("restart", _status.IsLive ? WaitText.KeepPowerOn : text, tone, always: e.Installs, textTone: tone);
        }

        _powerLine = e.Installs ? WaitText.PowerLine(e) : null;
    }

    private void ShowPowerLine()
    {
        if (_powerLine is { } line && !_asking)
        {
            _status.ShowAtOnce(line, text => _steps.Painted(text, Tone.Danger));
        }
    }

    private void ShowProgress(JobEvent.Progressed e)
    {
        (_done, _total) = (e.Done, e.Total);
        var elapsed = _sincePhase.Elapsed;
        if (_status.IsLive)
        {
            string label = LabelledWriter.Label(PhaseWords.Of(e.Phase));
            _status.Show(ProgressBar.Draw(label, e.Done, e.Total, elapsed, _left.Of(e.Done, e.Total, elapsed), _left.IsOfJob, _retries,
                Terminal.ErrorWidth()));
        }
        else if (elapsed - _logged > _logEvery)
        {
            _logged = elapsed;
            Say(PhaseWords.Of(e.Phase), $"{100 * e.Done / e.Total} %");
        }
    }

    // Steps without a bar show their elapsed time.
    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(_tickEvery);
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            lock (_lock)
            {
                if (_phase is { } phase && _powerLine is null && !_asking && _sinceNews.Elapsed > _quietFor)
                {
                    _status.Show($"{LabelledWriter.Label(PhaseWords.Of(phase))}… {_sincePhase.Elapsed.TotalSeconds:0} s");
                }
            }
        }
    }

    private void EndPhase(bool stopped = false)
    {
        _status.Clear();
        if (_phase is { } cut && stopped)
        {
            Say(PhaseWords.Of(cut), $"stopped at {ProgressBar.Size(_done)} of {ProgressBar.Size(_total)}", Tone.Warning);
        }
        else if (_phase is { } phase && (_done > 0 || phase is JobPhase.Erase or JobPhase.Rehearse || _verbose))
        {
            string what = _done > 0 && phase != JobPhase.Undo ? $"{ProgressBar.Size(_done)} in " : "";
            Say(PhaseWords.Of(phase),
                $"{what}{_sincePhase.Elapsed.TotalSeconds:0.00} s{(_retries > 0 ? $", {LinkReport.RetriesOf(_retries)}" : "")}",
                Tone.Step);
        }

        _phase = null;
        _done = 0;
    }

    private void SayAll(string label, IEnumerable<string> texts, Tone tone, bool always = false)
    {
        foreach (string text in texts)
        {
            Say(label, text, tone, always);
            label = "";
        }
    }

    // On one line if it fits; else each command has its own line, so that it can be copied.
    private void SayNext(string text, Tone tone = Tone.Plain, bool always = false) => SayAll("next",
        LabelledWriter.LabelWidth + text.Length <= Math.Min(Terminal.ErrorWidth(), LineWidth) ? [text] : CommandScanner.Lines(text),
        tone, always);

    private void Say(string label, string text, Tone tone = Tone.Plain, bool always = false, Tone textTone = Tone.Plain)
    {
        if (_quiet && !always)
        {
            return;
        }

        _status.Clear();
        _saidSteps = true;
        _steps.Write(label, text, tone, textTone);
    }
}
