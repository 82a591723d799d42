using System.Diagnostics;
using VescUartBoot.Boards;
using VescUartBoot.Bundles;
using VescUartBoot.Jobs;

namespace VescUartBoot.Cli;

/// <summary>Phases, a bar and the verdict for a person: what happens on standard error, the result on standard output.</summary>
internal sealed class HumanOutput(string command, bool quiet, bool verbose, bool color) : Output
{
    private const int LabelWidth = 11;
    private const int SaneWidth = 80;

    private static readonly TimeSpan _logEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly StatusLine _status = new(Console.Error, live: !quiet && !Console.IsErrorRedirected);
    private readonly Stopwatch _sincePhase = new();
    private TimeSpan _logged;
    private JobPhase? _phase;
    private long _done;
    private int _retries;

    public override void Report(JobEvent value)
    {
        lock (_lock)
        {
            switch (value)
            {
                case JobEvent.PhaseStarted e:
                    EndPhase();
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

                case JobEvent.Returned e:
                    Say("restart", $"{Describe(e.Board)} answers after {e.Elapsed.TotalSeconds:0.0} s");
                    break;

                case JobEvent.PartRestored e:
                    Say("restored", KeepReport.Line(e.Outcome), e.Outcome.State == PartState.Restored ? Paint.None : Paint.Yellow);
                    break;

                case JobEvent.LeftBehind e:
                    Say("unfinished", e.Message, Paint.Yellow);
                    Say("next", Advice.For(e.Change));
                    break;

                case JobEvent.Retried e:
                    _retries++;
                    if (verbose)
                    {
                        Say("retry", $"{e.What}, try {e.Attempt}: {e.Reason}");
                    }

                    break;

                case JobEvent.Warned e:
                    Say("warning", e.Message, Paint.Yellow);
                    break;
            }
        }
    }

    public override bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    public override async ValueTask<bool> AskAsync(string question, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _status.Clear();
        }

        string lines = string.Join(Environment.NewLine, TextWrap.Lines($"{question} [y/N]", Width()));
        await Console.Error.WriteAsync($"{lines} ".AsMemory(), cancellationToken).ConfigureAwait(false);
        string? answer = null;
        try
        {
            answer = await Task.Run(Console.In.ReadLine, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (answer is null)
            {
                // Nobody typed an end of line: what follows begins on a line of its own.
                await Console.Error.WriteLineAsync().ConfigureAwait(false);
            }
        }

        return answer?.Trim() is "y" or "Y" or "yes";
    }

    public override void BeginBoard(string port)
    {
        Say("port", port);
    }

    public override void FinishBoard(Outcome outcome) => Finish(outcome);

    public override int Finish(Outcome outcome)
    {
        lock (_lock)
        {
            EndPhase();
        }

        foreach (string line in outcome.Lines)
        {
            Console.Out.WriteLine(line);
        }

        if (outcome.Job is { } job && Verdict(outcome, job) is { } verdict)
        {
            Console.Out.WriteLine(verdict);
        }

        if (LinkReport.Sentence(outcome) is { } sentence)
        {
            Say("link", sentence, Paint.Yellow);
        }

        if (outcome.Error is { } error)
        {
            Say("error", $"{error.Message} [{error.Code}]", Paint.Red, always: true);
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

    private string? Verdict(Outcome outcome, JobResult job)
    {
        string counts = LinkReport.Counts(outcome);
        bool well = outcome.Error is null;
        return (command, job.Before) switch
        {
            ("backup" or "restore" or "dump", _) => null,
            ("install", _) when !well => null,
            ("install", _) when job.Verified == FindingMethod.None => $"dry run: nothing was changed; {job.Plan!.BytesToWrite} bytes would be written{counts}",
            ("install", _) => $"done: {job.Image!.Name} is installed, all {FlashMap.Bootloader.Length} bytes of its sector verified by read-back{counts}",
            ("upgrade", _) when !well => null,
            ("upgrade", _) => UpgradeVerdictOf(job, counts),
            ("verify", _) when well => $"verified: the bootloader is {job.Before!.Content!.ImageName}, byte for byte{counts}",
            (_, { State: BootloaderState.Present, Content: null }) => $"present: a bootloader ran; which one, and whether it unpacks compressed firmware, is not known{counts}",
            (_, { State: BootloaderState.Present } present) => $"present: {present.Content!.ImageName ?? "a bootloader that is in no catalogue"}{Unpacks(present.Content.Image)}{counts}",
            (_, { } finding) => $"{finding.State.ToString().ToLowerInvariant()}{counts}",
            _ => null,
        };
    }

    private static string UpgradeVerdictOf(JobResult job, string counts) => job.Upgrade switch
    {
        { Verdict: UpgradeVerdict.AlreadyThere } there => $"nothing to do: {job.Board.Hardware ?? "the board"} runs {there.Before}{counts}",
        { Verdict: UpgradeVerdict.Upgraded } done => $"done: {job.Board.Hardware ?? "the board"} runs {done.After} (before: {done.Before}), {(job.Verified == FindingMethod.Readback ? "compared byte for byte by read-back" : "which it says itself; its flash could not be compared")}{counts}",
        _ => $"dry run: nothing was changed{counts}",
    };

    private static string Unpacks(CatalogueImage? image) =>
        image is null ? "" : image.Compression ? ", unpacks compressed firmware" : ", too old to unpack compressed firmware";

    private void ShowPlan(InstallPlan plan)
    {
        foreach (string step in plan.Steps)
        {
            Say("plan", step);
        }

        foreach (string lost in plan.Lost)
        {
            Say("lost", lost, Paint.Yellow);
        }

        foreach (string open in plan.Undecided)
        {
            Say("open", open, Paint.Yellow);
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
            Say("lost", lost, Paint.Yellow);
        }

        foreach (string open in plan.Undecided)
        {
            Say("open", open, Paint.Yellow);
        }

        Say("plan", $"about {plan.Expected.TotalSeconds:0} s; keep the power on until the new version has answered");
    }

    private void ShowWait(JobEvent.Awaited e)
    {
        string left = e.Elapsed < e.Expected ? $"about {(e.Expected - e.Elapsed).TotalSeconds:0} s left" : $"at most {(e.AtMost - e.Elapsed).TotalSeconds:0} s more";
        string text = e.Installs ? $"KEEP THE POWER ON: the board copies its new firmware, {left}"
            : e.Elapsed < e.Expected ? $"the board restarts through its bootloader sector, {left}"
            : $"still silent: a board without a bootloader takes 22 to 60 s, {left}";
        if (_status.IsLive)
        {
            _status.Show(Label(JobPhase.Restart) + text);
        }
        else if (_logged == TimeSpan.Zero || e.Elapsed - _logged > _logEvery)
        {
            _logged = e.Elapsed == TimeSpan.Zero ? TimeSpan.FromTicks(1) : e.Elapsed;
            Say("restart", text);
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

    private void EndPhase()
    {
        _status.Clear();
        if (_phase is { } phase && (_done > 0 || phase is JobPhase.Erase or JobPhase.Rehearse || verbose))
        {
            string what = _done > 0 ? $"{ProgressBar.Size(_done)} in " : "";
            Say(Word(phase), $"{what}{_sincePhase.Elapsed.TotalSeconds:0.00} s{(_retries > 0 ? $", {_retries} retries" : "")}");
        }

        _phase = null;
        _done = 0;
    }

    private void Say(string label, string text, Paint paint = Paint.None, bool always = false)
    {
        if (quiet && !always)
        {
            return;
        }

        _status.Clear();
        foreach (string line in TextWrap.Lines(text, Width() - LabelWidth))
        {
            Console.Error.WriteLine(Painted(label.PadRight(LabelWidth), paint) + line);
            label = "";
        }
    }

    private string Painted(string text, Paint paint) => !color || paint == Paint.None ? text : $"\u001b[{(int)paint}m{text}\u001b[0m";

    private static int Width() => Console.IsErrorRedirected ? int.MaxValue : Math.Clamp(Console.WindowWidth is > 0 and var w ? w : SaneWidth, 40, 120) - 1;

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
        Yellow = 33,
    }
}
