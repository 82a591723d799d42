using System.Text.Json.Nodes;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>The output of a command, for a person or for a script.</summary>
internal abstract class CommandOutput : IProgress<JobEvent>
{
    /// <summary>Creates the output for the options and the terminal.</summary>
    public static CommandOutput ReportTo(string command, bool json, bool quiet, bool verbose, bool color) =>
        json ? new JsonOutput(command) : new HumanOutput(quiet, verbose, color);

    /// <summary>What the job does with a part of the board. Default "restored".</summary>
    public string PartVerb { get; set; } = "restored";

    /// <summary>Label of the content of the bootloader sector. Default "found".</summary>
    public string FoundLabel { get; set; } = "found";

    /// <summary>The options that name the board of the job in a command: <see cref="Advice.On"/>.</summary>
    public string OnBoard { get; set; } = "";

    /// <summary>Receives the events of a job.</summary>
    public abstract void Report(JobEvent value);

    /// <summary>Reports a partial result: lines for a person, one event for a script.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="json">The event; <see langword="null"/> for none.</param>
    public abstract void Tell(IEnumerable<string> lines, JsonObject? json);

    /// <summary>Whether a user can answer questions.</summary>
    public virtual bool CanAsk => false;

    /// <summary>Asks the user. Requires <see cref="CanAsk"/>.</summary>
    public abstract ValueTask<bool> AskAsync(string question, CancellationToken cancellationToken);

    /// <summary>Lets the user choose one of several items; returns <see langword="null"/> for none. Requires
    /// <see cref="CanAsk"/>.</summary>
    public virtual ValueTask<int?> ChooseAsync(string question, IReadOnlyList<string> choices,
        CancellationToken cancellationToken) => new((int?)null);

    /// <summary>Reports that a signal was received, and what the stop waits for.</summary>
    public virtual void TellStop(string text) => Console.Error.WriteLine(text);

    /// <summary>Reports the start of one of several boards.</summary>
    /// <param name="port">Port or name of the board.</param>
    /// <param name="can">CAN id, for a board on a CAN bus.</param>
    public abstract void BeginBoard(string port, byte? can = null);

    /// <summary>Reports the result of one of several boards, before the overall result.</summary>
    public abstract void FinishBoard(Outcome outcome);

    /// <summary>Reports the result and returns the exit code.</summary>
    public abstract int Finish(Outcome outcome);
}
