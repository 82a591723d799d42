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
    private readonly Lock _lock = new();
    private readonly bool _verbose;
    private readonly StatusLine _status;
    private readonly StepWriter _steps;
    private readonly PhaseDisplay _phase;
    private readonly LabelledWriter _result;
    private bool _mayLackBootloader;
    private bool _agreed;

    // State and next step of each of several boards: the end does not repeat them.
    private readonly HashSet<string?> _told = [];

    public HumanOutput(bool quiet, bool verbose, bool color)
    {
        _verbose = verbose;
        var writer = new LabelledWriter(Console.Error, color && !Console.IsErrorRedirected && !Terminal.IsDumb, Terminal.ErrorWidth);
        _result = new LabelledWriter(Console.Out, color && !Console.IsOutputRedirected && !Terminal.IsDumb, Terminal.OutputWidth);
        _status = new StatusLine(Console.Error, live: !quiet && !Console.IsErrorRedirected && !Terminal.IsDumb, Terminal.ErrorWidth);
        _steps = new StepWriter(writer, _status, quiet);
        _phase = new PhaseDisplay(_steps, _status, _lock, verbose, text => writer.Painted(text, Tone.Danger));
        if (_status.IsLive)
        {
            _ = _phase.TickAsync();
        }
    }

    public override void Report(JobEvent value)
    {
        lock (_lock)
        {
            _phase.Touch();
            Show(value);
            _phase.ShowPowerLine();
        }
    }

    private void Show(JobEvent value)
    {
        switch (value)
        {
            case JobEvent.PhaseStarted e:
                _phase.End(stopped: _phase.IsWriteCutShort);
                _phase.Begin(e.Phase);
                break;

            case JobEvent.Progressed e:
                _phase.Advance(e);
                break;

            case JobEvent.BoardFound e:
                _steps.Say("connect", Describe(e.Board), Tone.Step);
                break;

            case JobEvent.Found e:
                _phase.End();
                _mayLackBootloader = e.Finding.State == BootloaderState.Unknown;
                _steps.Say(FoundLabel, VerdictText.Describe(e.Finding, withReasons: _verbose), Tone.Step);
                break;

            case JobEvent.ImageChosen e:
                _steps.Say("choose", _verbose ? $"{e.Name}: {e.Why}" : e.Name, Tone.Step);
                break;

            case JobEvent.Planned e:
                ShowPlan(PlanText.Of(e.Plan), e.Plan.Lost, e.Plan.Undecided);
                _phase.Plan(e.Plan.Expected);
                break;

            case JobEvent.UpgradePlanned e:
                ShowPlan(PlanText.Of(e.Plan, _verbose), e.Plan.Lost, e.Plan.Undecided);
                _phase.Plan(e.Plan.Expected);
                break;

            case JobEvent.Kept e:
                _phase.End();
                _steps.Say("backed up", $"settings and scripts: {e.Folder}", Tone.Step);
                break;

            case JobEvent.Awaited e:
                _phase.Wait(e, _mayLackBootloader);
                break;

            case JobEvent.SectorSaved e:
                _phase.End();
                _steps.Say("saved", $"the old content of {(e.IsWholeFlash ? "the target's flash" : "the bootloader sector")}: {e.Path}",
                    Tone.Step, always: true);
                break;

            case JobEvent.Returned e:
                _phase.ForgetPowerLine();
                _steps.Say("restart", $"{Describe(e.Board)} answers after {e.Elapsed.TotalSeconds:0.0} s", Tone.Step);
                break;

            case JobEvent.PartRestored e:
                _phase.End();
                bool isBack = e.Outcome.State == PartState.Restored;
                string verb = e.Outcome.IsUnchanged ? "unchanged" : isBack ? PartVerb : $"not {PartVerb}";
                _steps.Say(verb, $"{e.Outcome.Part.Name()}: {e.Outcome.Message}",
                    isBack ? Tone.Step : Tone.Warning);
                break;

            case JobEvent.LeftBehind e:
                _steps.Say("unfinished", e.Message, Tone.Warning);
                _steps.SayNext(Advice.For(e.Change, e.Board, on: OnBoard));
                break;

            case JobEvent.Retried e:
                _phase.CountRetry();
                if (_verbose)
                {
                    _steps.Say("retry", $"{e.What}, try {e.Attempt}: {e.Reason}");
                }

                break;

            // The question that was answered has said it.
            case JobEvent.Warned { Code: "assumedBootloader" } when _agreed:
                break;

            case JobEvent.Warned e:
                _agreed |= e.Code == "simulatedAnswer";
                _steps.Say("warning", e.Message, Tone.Warning);
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
                _steps.Say("answer", $"'{answer}' is neither y nor n, and counts as no", Tone.Warning, always: true);
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
            _steps.Say("stopping", text, Tone.Warning, always: true);
            _phase.ShowPowerLine();
        }
    }

    public override void BeginBoard(string port, byte? can = null) => _steps.Say(can is null ? "port" : "can", port, Tone.Calm);

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
            _phase.ForgetPowerLine();
            _phase.End(stopped: _phase.IsCutShort && outcome.Error is not null);
            var verdict = outcome.Verdict ?? VerdictText.Of(outcome, _verbose);
            foreach (string line in CarryOverReport.Lines(outcome.Job, _verbose).Concat(outcome.Lines)
                .SelectMany(l => TextWrap.Hanging(TerminalText.OfLines(l), Terminal.OutputWidth())))
            {
                Console.Out.WriteLine(line);
            }

            if (LinkReport.Sentence(outcome) is { } sentence)
            {
                _steps.Say("link", sentence, Tone.Warning);
            }

            if (_verbose && outcome is { Error: null or { BoardState: null }, Job.ReadPath: { Undone: true } path })
            {
                _steps.Say("clean up", $"flash is as it was: {path}", Tone.Step);
            }

            if (_steps.HasWritten && (verdict ?? (object?)outcome.Error) is not null)
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
            _phase.Pause();
        }

        try
        {
            return await Prompt.AskAsync(question, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _phase.Resume();
            }
        }
    }

    private void ShowError(CliError error, bool withMessage, bool isTooOld, HashSet<string?> toldBefore)
    {
        var verdict = ErrorText.Verdict(error, isTooOld);
        if (withMessage)
        {
            _steps.Say(verdict.Word, verdict.Text, verdict.Tone, always: true);
        }

        if (error.BoardState is { } state && !toldBefore.Contains(state))
        {
            _steps.SayAll("board", ErrorText.Facts(state), Tone.Plain, always: true);
        }

        if (error.Next is { } next && !toldBefore.Contains(next))
        {
            _steps.SayNext(next, Tone.Calm, always: true);
        }
    }

    private void ShowPlan(IEnumerable<string> steps, IReadOnlyList<string> lost, IReadOnlyList<string> undecided)
    {
        _phase.End();
        _steps.SayAll("plan", steps, Tone.Step);
        _steps.SayAll("erases", lost, Tone.Warning);
        _steps.SayAll("unknown", undecided, Tone.Warning);
    }
}
