using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>Result of a command, with the data for its final report.</summary>
internal sealed record Outcome(CliError? Error = null)
{
    /// <summary>Exit code of the process, if a signal determines it.</summary>
    public int? Signal { get; init; }

    public string? Port { get; init; }

    public BoardIdentity? Board { get; init; }

    /// <summary>CAN id of a board behind the one with the cable.</summary>
    public byte? CanId { get; init; }

    public JobResult? Job { get; init; }

    public LinkStatistics? Link { get; init; }

    public LinkQuality? Quality { get; init; }

    public TimeSpan? Elapsed { get; init; }

    /// <summary>Lines of the result for a person.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The verdict, if the job itself has none.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Additional fields of the final JSON event.</summary>
    public JsonObject? More { get; init; }

    public int ExitStatus => Error is null ? 0 : Error.Exit == ExitCode.Interrupted ? Signal ?? (int)ExitCode.Interrupted : (int)Error.Exit;
}
