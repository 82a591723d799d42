using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Can;
using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Campaign.Buses;

/// <summary>A board on a bus.</summary>
/// <param name="Board">What it is and carries.</param>
/// <param name="Id">Its CAN id.</param>
/// <param name="Uuid">Its UUID, in hexadecimal digits.</param>
internal sealed record BusNode(BoardSetup Board, byte Id, string Uuid)
{
    /// <summary>The id that it has without settings.</summary>
    public byte DefaultId => CanRate.DefaultId(Convert.FromHexString(Uuid));

    public SimulatedBoardOptions ToOptions() => Board.ToOptions() with
    {
        Uuid = Convert.FromHexString(Uuid),
        CanId = Id,
        DefaultCanId = DefaultId,
    };
}

/// <summary>What the wires of a bus do to its frames.</summary>
/// <param name="Loss">The probability that a frame is lost.</param>
/// <param name="Doubled">The probability that it comes twice.</param>
/// <param name="Delayed">The probability that it comes after others.</param>
internal sealed record BusWires(double Loss, double Doubled, double Delayed)
{
    public bool AreSound => this is { Loss: 0, Doubled: 0, Delayed: 0 };
}

/// <summary>What is asked of the tool on a bus.</summary>
/// <param name="Step">The job and its options.</param>
/// <param name="Node">The board that is named, 0 is the one with the cable; <see langword="null"/>: all of them.</param>
/// <param name="KeepsGoing">A failure leaves the other boards.</param>
internal sealed record BusStep(JobStep Step, int? Node, bool KeepsGoing);

/// <summary>A fault that is armed when a job begins.</summary>
/// <param name="Job">The job.</param>
/// <param name="Node">At which board.</param>
/// <param name="Fault">What it is.</param>
internal sealed record BusFault(int Job, int Node, Fault Fault);

/// <summary>Boards on a bus, the first one with the cable, jobs on them, and what goes wrong meanwhile.</summary>
internal sealed record BusSchedule(
    int Seed, IReadOnlyList<BusNode> Nodes, BusWires Wires, IReadOnlyList<BusStep> Jobs, IReadOnlyList<BusFault> Faults)
{
    /// <summary>The schedule in lines that a person can read.</summary>
    public string Describe() => string.Join('\n', [
        .. Nodes.Select((n, i) => $"board {i}{(i == 0 ? " (cable)" : "")}: id {n.Id}, without settings {n.DefaultId}, {n.Uuid}, "
            + $"{n.Board.Firmware}, {n.Board}"),
        $"bus: {Wires}",
        .. Jobs.Select((j, i) => $"job {i}: {j.Step.Kind} {(j.Node is { } node ? $"board {node}" : "all")} {j}"),
        .. Faults.Select(f => $"fault from job {f.Job} on, board {f.Node}: {Schedule.Plain(f.Fault)}"),
    ]);
}
