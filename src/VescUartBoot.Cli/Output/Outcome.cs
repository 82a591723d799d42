using System.Text.Json.Nodes;
using VescUartBoot.Boards;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Cli.Output;

/// <summary>How a command ended, and all that its last words may need.</summary>
internal sealed record Outcome(CliError? Error = null)
{
    /// <summary>The process's exit code, where a signal decides it.</summary>
    public int? Signal { get; init; }

    public string? Port { get; init; }

    public BoardIdentity? Board { get; init; }

    /// <summary>The id on the CAN bus of a board behind the one with the cable.</summary>
    public byte? CanId { get; init; }

    public JobResult? Job { get; init; }

    public LinkStatistics? Link { get; init; }

    public LinkQuality? Quality { get; init; }

    public TimeSpan? Elapsed { get; init; }

    /// <summary>The result in words, one line each, for a person.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>The verdict, where the job itself does not say it.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Fields that this command adds to the final JSON event.</summary>
    public JsonObject? More { get; init; }

    public int ExitStatus => Error is null ? 0 : Error.Exit == ExitCode.Interrupted ? Signal ?? (int)ExitCode.Interrupted : (int)Error.Exit;
}
