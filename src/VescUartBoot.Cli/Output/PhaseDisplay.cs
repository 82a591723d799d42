using System.Diagnostics;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>The phase under way: progress, elapsed time and retries, and the live line that shows them.</summary>
/// <remarks>Called under <paramref name="guard"/>.</remarks>
/// <param name="steps">Writes what remains on the screen.</param>
/// <param name="status">The live line.</param>
/// <param name="guard">The lock of the owner.</param>
/// <param name="verbose">Whether the time of phases without progress is written too.</param>
/// <param name="danger">Colours the text that must not be overlooked.</param>
internal sealed class PhaseDisplay(StepWriter steps, StatusLine status, Lock guard, bool verbose,
    Func<string, string> danger)
{
    private static readonly TimeSpan _logEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _tickEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _quietFor = TimeSpan.FromMilliseconds(900);

    private readonly TimeLeft _left = new(TimeProvider.System);
    private readonly Stopwatch _sincePhase = new();
    private readonly Stopwatch _sinceNews = new();
    private TimeSpan _logged;
    private JobPhase? _phase;
    private long _done;
    private long _total;
    private int _retries;
    private bool _paused;

    // Text shown while the power must stay on; nothing else uses the live line during that time.
    private string? _powerLine;

    /// <summary>Whether the phase ended before its progress did.</summary>
    public bool IsCutShort => _done < _total;

    /// <summary>Whether the phase is a write that ended before its progress did.</summary>
    public bool IsWriteCutShort => IsCutShort && _phase == JobPhase.Write;

    /// <summary>Shows the elapsed time of a phase without progress, until the process ends.</summary>
    public async Task TickAsync()
    {
        using var timer = new PeriodicTimer(_tickEvery);
        while (await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            lock (guard)
            {
                if (_phase is { } phase && _powerLine is null && !_paused && _sinceNews.Elapsed > _quietFor)
                {
                    status.Show($"{LabelledWriter.Label(PhaseWords.Of(phase))}… {_sincePhase.Elapsed.TotalSeconds:0} s");
                }
            }
        }
    }

    /// <summary>Notes that the job has reported something.</summary>
    public void Touch() => _sinceNews.Restart();

    public void Begin(JobPhase phase)
    {
        _powerLine = null;
        (_phase, _done, _total, _retries, _logged) = (phase, 0, 0, 0, TimeSpan.Zero);
        _sincePhase.Restart();
        status.Show($"{LabelledWriter.Label(PhaseWords.Of(phase))}…");
    }

    /// <summary>Begins to count down the time that the plan expects.</summary>
    public void Plan(TimeSpan expected) => _left.Plan(expected);

    public void CountRetry() => _retries++;

    /// <summary>Shows the progress; without a terminal every 5 s.</summary>
    public void Advance(JobEvent.Progressed e)
    {
        (_done, _total) = (e.Done, e.Total);
        var elapsed = _sincePhase.Elapsed;
        string word = PhaseWords.Of(e.Phase);
        if (status.IsLive)
        {
            status.Show(ProgressBar.Draw(LabelledWriter.Label(word), e.Done, e.Total, elapsed, _left.Of(e.Done, e.Total, elapsed),
                _left.IsOfJob, _retries, Terminal.ErrorWidth()));
        }
        else if (elapsed - _logged > _logEvery)
        {
            _logged = elapsed;
            steps.Say(word, $"{100 * e.Done / e.Total} %");
        }
    }

    /// <summary>Shows that a restart is waited for.</summary>
    public void Wait(JobEvent.Awaited e, bool mayLackBootloader)
    {
        _powerLine = e.Installs ? WaitText.PowerLine(e) : null;
        string text = WaitText.Of(e, mayLackBootloader);
        string word = PhaseWords.Of(JobPhase.Restart);
        if (status.IsLive && !e.Installs)
        {
            status.Show(LabelledWriter.Label(word) + text);
        }
        else if (_logged == TimeSpan.Zero || (!status.IsLive && e.Elapsed - _logged > _logEvery))
        {
            // On a terminal it stays as a separate line that the live line cannot overwrite.
            _logged = e.Elapsed == TimeSpan.Zero ? TimeSpan.FromTicks(1) : e.Elapsed;
            var tone = e.Installs ? Tone.Danger : Tone.Plain;
            steps.Say(word, status.IsLive ? WaitText.KeepPowerOn : text, tone, always: e.Installs, textTone: tone);
        }
    }

    /// <summary>Shows again that the power must stay on, if it must.</summary>
    public void ShowPowerLine()
    {
        if (_powerLine is { } line && !_paused)
        {
            status.ShowAtOnce(line, danger);
        }
    }

    public void ForgetPowerLine() => _powerLine = null;

    public void Pause()
    {
        status.Clear();
        _paused = true;
        _sincePhase.Stop();
    }

    public void Resume()
    {
        _sincePhase.Start();
        _paused = false;
    }

    /// <summary>Ends the phase and writes what it took.</summary>
    /// <param name="stopped">Whether it was cut short.</param>
    public void End(bool stopped = false)
    {
        status.Clear();
        if (_phase is { } cut && stopped)
        {
            steps.Say(PhaseWords.Of(cut), $"stopped at {ProgressBar.Size(_done)} of {ProgressBar.Size(_total)}", Tone.Warning);
        }
        else if (_phase is { } phase && (_done > 0 || phase is JobPhase.Erase or JobPhase.Rehearse || verbose))
        {
            string what = _done > 0 && phase != JobPhase.Undo ? $"{ProgressBar.Size(_done)} in " : "";
            steps.Say(PhaseWords.Of(phase),
                $"{what}{_sincePhase.Elapsed.TotalSeconds:0.00} s{(_retries > 0 ? $", {LinkReport.RetriesOf(_retries)}" : "")}",
                Tone.Step);
        }

        _phase = null;
        _done = 0;
    }
}
