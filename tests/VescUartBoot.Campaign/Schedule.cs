using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Campaign;

/// <summary>What is asked of the tool.</summary>
internal enum JobKind
{
    Check,
    CheckJump,
    Verify,
    Install,
    Upgrade,
    Backup,
    Restore,
    Dump,
    RestoreSector,
}

/// <summary>One job of a schedule, with its options.</summary>
internal sealed record JobStep(JobKind Kind)
{
    public CheckMethod Method { get; init; }

    /// <summary>The owner's answer to every question.</summary>
    public bool Yes { get; init; } = true;

    public bool Replace { get; init; }

    public bool AssumeAbsent { get; init; }

    public bool AssumeBootloader { get; init; }

    public bool DryRun { get; init; }

    public bool Reinstall { get; init; }

    public bool AllowDowngrade { get; init; }

    public string Target { get; init; } = "7.00";

    /// <summary>Install the custom image, not the demo one; put garbage into the sector, not a bootloader.</summary>
    public bool Unusual { get; init; }

    public int Region { get; init; }

    /// <summary>Ctrl-C at this event of the job; 0 is never.</summary>
    public int StopAtEvent { get; init; }

    public TimeSpan ReturnTimeout { get; init; } = new BoardOptions().ReturnTimeout;

    /// <summary>What happens to the program itself; <see langword="null"/>: nothing.</summary>
    public Accident? Accident { get; init; }

    /// <summary>From when it was found, another board answers on the port once that is opened again.</summary>
    public bool Swapped { get; init; }

    /// <summary>Somebody sets the clock of the machine by so much in the middle of the job.</summary>
    public TimeSpan ClockStep { get; init; }

    public bool MayStop => StopAtEvent > 0;
}

/// <summary>A fault that is armed when a job begins: what it counts, and its time, begin there.</summary>
internal sealed record PlannedFault(int Job, Fault Fault);

/// <summary>A board, the jobs on it, and what goes wrong meanwhile. All of it follows from the seed.</summary>
internal sealed record Schedule(int Seed, BoardSetup Board, IReadOnlyList<JobStep> Jobs, IReadOnlyList<PlannedFault> Faults)
{
    /// <summary>The schedule in lines that a person can read.</summary>
    public string Describe() => string.Join('\n', [
        $"board: {Plain(Board.ToString(), new BoardSetup().ToString())}",
        .. Jobs.Select((job, i) => $"job {i}: {job.Kind} {Plain(job.ToString(), new JobStep(job.Kind).ToString())}"),
        .. Faults.Select(f => $"fault from job {f.Job} on: {Plain(f.Fault)}"),
    ]);

    public static string Plain(Fault fault)
    {
        string when = fault.When switch
        {
            OnFrame f =>
                $"{f.Direction} frame [{string.Join(',', f.Match.Commands)}]{(f.Match.WithData ? " with data" : "")} "
                    + $"{(f.Occurrence == 0 ? "every" : $"no. {f.Occurrence}")}{(f.Byte is { } at ? $" byte {at}" : "")}"
                    + $"{(f.Chance < 1 ? $" chance {f.Chance:g3}" : "")}",
            OnByte b => $"{b.Direction} byte {(b.Position == 0 ? "every" : b.Position)}{(b.Chance < 1 ? $" chance {b.Chance:g3}" : "")}",
            var other => other.ToString(),
        };
        string what = fault.What switch
        {
            Insert insert => $"Insert {Convert.ToHexString(insert.Bytes.Span)}",
            SendPacket packet => $"SendPacket {Convert.ToHexString(packet.Payload.Span)}",
            var other => other.ToString(),
        };
        return $"{when}: {what}";
    }

    // Only the fields that are not as they are by default.
    private static string Plain(string record, string byDefault)
    {
        string[] usual = byDefault[(byDefault.IndexOf('{', StringComparison.Ordinal) + 1)..].TrimEnd('}').Split(',',
            StringSplitOptions.TrimEntries);
        string[] fields = record[(record.IndexOf('{', StringComparison.Ordinal) + 1)..].TrimEnd('}').Split(',',
            StringSplitOptions.TrimEntries);
        return string.Join(", ",
            fields.Where(f => !usual.Contains(f) && !f.StartsWith("Profile", StringComparison.Ordinal)
                && !f.StartsWith("MayStop", StringComparison.Ordinal)));
    }
}
