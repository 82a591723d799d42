using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Campaign.Helpers;

/// <summary>What is asked of a helper.</summary>
internal enum HelperJob
{
    Look,
    Install,
    Restore,
}

/// <summary>A job on a target, with its options.</summary>
internal sealed record HelperStep(HelperJob Kind)
{
    /// <summary>The owner's answer to every question.</summary>
    public bool Yes { get; init; } = true;

    public bool Replace { get; init; }

    public bool MassErase { get; init; }

    public bool KeepsSettings { get; init; }

    public bool NamesHardware { get; init; }

    public bool DryRun { get; init; }

    /// <summary>Ctrl-C at this event of the job; 0 is never.</summary>
    public int StopAtEvent { get; init; }

    /// <summary>The program is killed at this event of the job; 0: it is not.</summary>
    public int KilledAtEvent { get; init; }
}

/// <summary>A fault that is armed when a job begins.</summary>
/// <param name="Job">The job.</param>
/// <param name="OnTarget">At the target, not at the helper.</param>
/// <param name="Fault">What it is.</param>
internal sealed record HelperFault(int Job, bool OnTarget, Fault Fault);

/// <summary>A helper and its target, jobs, and what goes wrong meanwhile.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Helper">The helper, in the words of the simulator.</param>
/// <param name="Target">The target, in the same words.</param>
/// <param name="Jobs">The jobs.</param>
/// <param name="Faults">The faults.</param>
internal sealed record HelperSchedule(
    int Seed, string Helper, IReadOnlyList<string> Target, IReadOnlyList<HelperStep> Jobs, IReadOnlyList<HelperFault> Faults)
{
    /// <summary>The target can never be worked on, or not with this helper.</summary>
    public bool IsRefused => Target.Any(w => w.StartsWith("protection=", StringComparison.Ordinal)
        || w.StartsWith("chip=", StringComparison.Ordinal)) || Helper.Contains("fw=3.59", StringComparison.Ordinal);

    /// <summary>Nothing answers at the other end of the wires from the start.</summary>
    public bool IsLoose => Target.Contains("wires=loose");

    /// <summary>The helper's terminal erases no single sector.</summary>
    public bool ErasesNoSector => Target.Contains("erase=none");

    public SimulatedBoardOptions ToOptions() => SimulatedBoardOptions.Parse($"{Helper}&helper={string.Join(':', Target)}&seed={Seed}");

    public string Describe() => string.Join('\n', [
        $"helper: {Helper}, target: {string.Join(':', Target)}",
        .. Jobs.Select((j, i) => $"job {i}: {j}"),
        .. Faults.Select(f => $"fault from job {f.Job} on, {(f.OnTarget ? "target" : "helper")}: {Schedule.Plain(f.Fault)}"),
    ]);
}
