using VescUartBoot.Jobs.Common;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;

namespace VescUartBoot.Campaign.Buses;

/// <summary>Draws a bus from a seed: the same on every machine.</summary>
internal sealed class DrawBus
{
    private static readonly string[] _firmwares =
        ["3.58", "4.02", "5.02", "5.03", "5.03", "6.02", "6.05", "6.05", "6.05", "6.06", "7.00", "7.00", "7.00"];

    private static readonly string[] _targets = ["5.03", "6.05", "7.00", "7.00"];

    private readonly Random _random;

    private DrawBus(int seed) => _random = new Random(seed);

    public static BusSchedule From(int seed)
    {
        var draw = new DrawBus(seed);
        var nodes = draw.Nodes();
        BusStep[] jobs = [.. Enumerable.Range(0, draw.Chance(0.6) ? 1 : 2).Select(_ => draw.Job(nodes))];
        return new BusSchedule(seed, nodes, draw.Wires(), jobs, draw.Faults(nodes, jobs));
    }

    private BusNode[] Nodes()
    {
        List<BusNode> nodes = [];
        int count = 2 + _random.Next(3);
        while (nodes.Count < count)
        {
            byte[] uuid = new byte[12];
            _random.NextBytes(uuid);
            uuid[^1] &= 0xFE;
            var board = Board(nodes.Count == 0);
            byte id = (byte)_random.Next(255);
            bool shares = nodes.Count > 0 && Chance(0.05);
            id = shares ? nodes[_random.Next(nodes.Count)].Id : id;
            var node = new BusNode(board, id, Convert.ToHexString(uuid));
            if (shares || nodes.TrueForAll(other => !Overlap(node, other)))
            {
                nodes.Add(node);
            }
        }

        return [.. nodes];
    }

    private static bool Overlap(BusNode one, BusNode other) => Ids(one).Intersect(Ids(other)).Any();

    private static byte[] Ids(BusNode node) => node.Board.Dual ? [node.Id, (byte)((node.Id + 1) % 255)] : [node.Id];

    private BoardSetup Board(bool isLocal)
    {
        string name = One(_firmwares);
        var firmware = FirmwareProfiles.Named(name);
        return new BoardSetup
        {
            Firmware = name,
            Family = isLocal || Chance(0.9) ? SimulatedFamily.Vesc : One(SimulatedFamily.Bms, SimulatedFamily.Module,
                SimulatedFamily.Express),
            Sector = One(SectorSetup.Blank, SectorSetup.Blank, SectorSetup.Blank, SectorSetup.Present, SectorSetup.Present, SectorSetup.Old,
                SectorSetup.Garbage, SectorSetup.HalfWritten),
            Qml = firmware.QmlSector > 0 && Chance(0.25),
            Lisp = firmware.LispSector > 0 && Chance(0.25),
            Dual = Chance(0.12),
            Seed = _random.Next(1, 1_000_000),
        };
    }

    private BusStep Job(BusNode[] nodes)
    {
        var kind = Chance(0.6) ? JobKind.Install : JobKind.Upgrade;
        return new BusStep(
            new JobStep(kind)
            {
                Method = Chance(0.9) ? CheckMethod.Auto : CheckMethod.Readback,
                Yes = Chance(0.96),
                Replace = Chance(0.6),
                AssumeAbsent = Chance(0.4),
                AssumeBootloader = Chance(0.5),
                Reinstall = Chance(0.3),
                AllowDowngrade = Chance(0.5),
                Target = One(_targets),
                StopAtEvent = Chance(0.06) ? _random.Next(1, 60) : 0,
                Accident = Chance(0.2) ? Accident() : null,
            },
            Chance(0.5) ? null : _random.Next(nodes.Length),
            KeepsGoing: Chance(0.5));
    }

    private Accident Accident()
    {
        var kind = One(AccidentKind.KilledAfterWrite, AccidentKind.KilledAtEvent, AccidentKind.KilledWriting, AccidentKind.KilledWriting,
            AccidentKind.KilledRestoring);
        int number = kind is AccidentKind.KilledAtEvent or AccidentKind.KilledWriting
            ? 1 + (int)Math.Exp(_random.NextDouble() * Math.Log(1000))
            : 1 + _random.Next(5);
        return new Accident(kind, number, _random.Next());
    }

    private BusWires Wires()
    {
        double Share() => Chance(0.5) ? 0 : Math.Pow(10, -4 + (2 * _random.NextDouble()));
        return Chance(0.5) ? new BusWires(0, 0, 0) : new BusWires(Share(), Share(), Share());
    }

    private List<BusFault> Faults(BusNode[] nodes, BusStep[] jobs)
    {
        List<BusFault> faults = [];
        int count = One(0, 0, 1, 1, 1, 2, 3);
        for (int i = 0; i < count; i++)
        {
            int job = _random.Next(jobs.Length);
            faults.Add(Fault(job, _random.Next(nodes.Length), jobs[job].Step.Kind));
        }

        return faults;
    }

    private BusFault Fault(int job, int node, JobKind kind)
    {
        FaultTrigger when = _random.Next(3) switch
        {
            0 => new OnTime(TimeSpan.FromSeconds(_random.NextDouble() * (kind == JobKind.Upgrade ? 250 : 60))),
            1 => new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(One<byte>(0, 3, 50, 118, 130)),
                1 + (int)Math.Exp(_random.NextDouble() * Math.Log(300))),
            _ => new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(One<byte>(1, 2, 3, 73, 120, 121)), 1 + _random.Next(3)),
        };
        TimeSpan? back = _random.Next(6) == 0 ? null : TimeSpan.FromSeconds(0.05 + (_random.NextDouble() * 20));
        FaultAction what = _random.Next(5) switch
        {
            0 or 1 => new CutPower(back),
            2 => new PullCable(back),
            3 => new ResetBoard(),
            _ => new SetMotor(_random.Next(3) > 0, _random.Next(0, 5000)),
        };
        return new BusFault(job, node, new Fault(when, what));
    }

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private T One<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];
}
