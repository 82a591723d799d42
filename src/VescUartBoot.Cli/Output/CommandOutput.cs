using System.Text.Json.Nodes;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>Where a command reports: to a person or to a script.</summary>
internal abstract class CommandOutput : IProgress<JobEvent>
{
    /// <summary>The way that fits the options and the terminal.</summary>
    public static CommandOutput ReportTo(string command, bool json, bool quiet, bool verbose, bool color) =>
        json ? new JsonOutput(command) : new HumanOutput(quiet, verbose, color);

    /// <summary>Takes what happens in a job.</summary>
    public abstract void Report(JobEvent value);

    /// <summary>Reports a part of the result that is known before the end: lines for a person, one event for a script.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="json">The event; <see langword="null"/>: a script needs none.</param>
    public abstract void Tell(IEnumerable<string> lines, JsonObject? json);

    /// <summary>Whether somebody is there to answer a question.</summary>
    public virtual bool CanAsk => false;

    /// <summary>Asks the owner. Only if <see cref="CanAsk"/>.</summary>
    public abstract ValueTask<bool> AskAsync(string question, CancellationToken cancellationToken);

    /// <summary>Lets the owner choose one of several; <see langword="null"/>: none. Only if <see cref="CanAsk"/>.</summary>
    public virtual ValueTask<int?> ChooseAsync(string question, IReadOnlyList<string> choices,
        CancellationToken cancellationToken) => new((int?)null);

    /// <summary>Says that a signal was heard, and what it waits for.</summary>
    public virtual void TellStop(string text) => Console.Error.WriteLine(text);

    /// <summary>One of several boards begins.</summary>
    /// <param name="port">Its port, or what it is called.</param>
    /// <param name="can">Its id, where it is one of a CAN bus.</param>
    public abstract void BeginBoard(string port, byte? can = null);

    /// <summary>Says how one of several boards ended; the end of all comes later.</summary>
    public abstract void FinishBoard(Outcome outcome);

    /// <summary>Says how it ended, and returns the exit code.</summary>
    public abstract int Finish(Outcome outcome);
}
