using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Rescue;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;

namespace VescUartBoot.Campaign.Helpers;

/// <summary>One job on a target as it went: what the tool said, and what the target really held before and behind it.</summary>
internal sealed record HelperRecord(int Index, HelperStep Step)
{
    public bool IsGoal { get; init; }

    public RescueResult? Result { get; init; }

    public Exception? Thrown { get; init; }

    public required byte[] Before { get; init; }

    /// <summary>Flash when the job was over, before the target had time to start.</summary>
    public byte[] After { get; init; } = [];

    public BoardState StateAfter { get; init; }

    /// <summary>The target has started meanwhile: a start without settings stores some.</summary>
    public bool TargetStarted { get; init; }

    /// <summary>The sectors that differ, but for what the target stores at its own start.</summary>
    public IReadOnlyList<int> Changed => [.. Truth.Changed(Before, After).Where(s => !(TargetStarted && s is 1 or 2))];

    /// <summary>Erases of each sector by the job.</summary>
    public IReadOnlyList<int> Erases { get; init; } = [];

    /// <summary>Mass erases and writes that the helper was asked for.</summary>
    public (int MassErases, int Writes) Asked { get; init; }

    public IReadOnlyList<JobEvent> Events { get; init; } = [];

    public TimeSpan Elapsed { get; init; }

    public bool Stopped { get; init; }

    /// <summary>What the journal calls open on the target behind the job.</summary>
    public IReadOnlyList<ChangeKind> Open { get; init; } = [];

    public bool Killed => Thrown is KilledException;

    public FailureCode? Code => Result?.Failure?.Code;

    public string BoardState => Result?.Failure?.BoardState ?? "";

    public string Outcome => Thrown is { } thrown ? $"{thrown.GetType().Name}: {thrown.Message}"
        : Result!.Failure is { } failure ? $"{failure.Code}: {failure.Message} | {failure.BoardState}"
        : $"reached{(Result.Restarted ? "" : ", restart not confirmed")}";
}
