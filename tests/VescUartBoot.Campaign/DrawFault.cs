using VescUartBoot.Simulator.Faults;

namespace VescUartBoot.Campaign;

/// <summary>Draws what goes wrong in a job: every kind of fault that the simulator has.</summary>
internal sealed class DrawFault(Random random, BoardSetup board)
{
    private static readonly byte[] _flashCommands = [2, 3, 73, 120, 121, 131, 132];

    /// <summary>Adds one accident to those of <paramref name="job"/>: a fault, or two where one takes the other back.</summary>
    public void Add(List<PlannedFault> faults, int job, JobStep step)
    {
        void Plan(Fault fault) => faults.Add(new PlannedFault(job, fault));
        switch (random.Next(20))
        {
            case <= 6:
                Plan(new Fault(Frame(step), LineAction()));
                break;
            case 7 when job == 0:
                Plan(new Fault(new OnByte(Direction(), Early(Span(step))), ByteAction()));
                break;
            case 7 or 8:
                Plan(new Fault(new OnByte(Direction(), 0, Math.Pow(10, -6 + (3 * random.NextDouble()))), ByteAction()));
                break;
            case 9:
                Plan(new Fault(Frame(step) with { Occurrence = 0, Chance = Math.Pow(10, -3 + (2.5 * random.NextDouble())) }, LineAction()));
                break;
            case 10 or 11:
                Plan(new Fault(Frame(step), new PullCable(Back(20))));
                break;
            case 12 or 13:
                // Counted in bytes of the erase or the write that it cuts.
                byte command = One(_flashCommands);
                int bytes = command is 3 or 121 or 131 ? random.Next(0, 508) : random.Next(0, 0x2_0000);
                Plan(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(command),
                    1 + Few(command is 3 ? Span(step) / 500 : 3), bytes), new CutPower(Back(25))));
                break;
            case 14:
                Plan(random.Next(3) switch
                {
                    0 => new Fault(new OnCopyErase(random.Next(8)), random.Next(3) == 0 ? new Refuse() : new CutPower(Back(20))),
                    1 => new Fault(new OnCopy(Early(393_000)), random.Next(3) == 0 ? new Refuse() : new CutPower(Back(20))),
                    _ => new Fault(Frame(step), new CutPower(Back(25))),
                });
                break;
            case 15:
                Plan(new Fault(new OnFrame(FaultDirection.ToBoard, FrameMatch.Command(One(_flashCommands)),
                    random.Next(4) == 0 ? 0 : 1 + Few(20)), new Refuse()));
                break;
            case 16:
                Plan(new Fault(Moment(step), new SetMotor(random.Next(3) > 0, random.Next(0, 5000))));
                if (random.Next(2) == 0)
                {
                    Plan(new Fault(new OnTime(TimeSpan.FromSeconds(random.Next(1, 60))), new SetMotor(false, 0)));
                }

                break;
            case 17:
                Plan(new Fault(Moment(step),
                    random.Next(2) == 0 ? new SetVoltage(random.NextDouble() * 60) : new RaiseFault((byte)random.Next(0, 26))));
                break;
            case 18:
                Plan(new Fault(Moment(step),
                    random.Next(2) == 0 ? new PrintText(random.Next(2) == 0 ? "fault: \u001b[2J\n" : "FAULT_CODE_NONE")
                        : new SendPacket(Unasked())));
                break;
            default:
                Plan(new Fault(Moment(step), new ResetBoard()));
                break;
        }
    }

    private OnFrame Frame(JobStep step)
    {
        bool reply = random.Next(2) == 0;
        byte? command = random.Next(3) == 0 ? null : Command(step);
        int up = command switch
        {
            null => Span(step) / 400,
            3 => Span(step) / 500,
            118 or 130 => 300,
            0 => 40,
            _ => 4,
        };
        return new OnFrame(reply ? FaultDirection.ToHost : FaultDirection.ToBoard, FrameMatch.Command(command), 1 + Few(up));
    }

    private FaultTrigger Moment(JobStep step)
    {
        FaultTrigger atRequest = Frame(step) with { Direction = FaultDirection.ToBoard };
        bool takesLong = step.Kind is JobKind.Upgrade or JobKind.CheckJump || board.Link is LinkSetup.Uart115200 or LinkSetup.Uart921600;
        return random.Next(2) == 0 ? atRequest : new OnTime(TimeSpan.FromMilliseconds(Early(takesLong ? 40_000 : 2500)));
    }

    private FaultAction LineAction() => random.Next(6) switch
    {
        0 => new Lose(),
        1 => new Flip(random.Next(3) == 0 ? random.Next(8) : random.Next(520), (byte)(1 << random.Next(8))),
        2 => new DoubleIt(),
        3 => new Delay(TimeSpan.FromMilliseconds(random.Next(4) == 0 ? random.Next(9000) : random.Next(300))),
        4 => new Truncate(random.Next(0, 30)),
        _ => new Insert(Noise()),
    };

    private FaultAction ByteAction() => random.Next(4) switch
    {
        0 => new Lose(),
        1 or 2 => new Flip(0, 0),
        _ => new DoubleIt(),
    };

    private byte[] Noise()
    {
        byte[] noise = new byte[random.Next(1, 40)];
        random.NextBytes(noise);
        noise[random.Next(noise.Length)] = (byte)random.Next(2, 5);
        return noise;
    }

    // Answers to questions never asked, or asked and answered differently.
    private byte[] Unasked()
    {
        byte[] packet = new byte[random.Next(1, 60)];
        random.NextBytes(packet);
        packet[0] = One<byte>(0, 2, 3, 14, 17, 50, 73, 118, 120, 121, 130, 131, 132, 157);
        return packet;
    }

    // What a job of this kind asks; now and then something that it does not.
    private byte Command(JobStep step)
    {
        byte read = board.Profile.LispSector > 0 && random.Next(2) == 0 ? (byte)130 : (byte)118;
        return (step.Kind, random.Next(4)) switch
        {
            (_, 0) => One<byte>(0, 1, 2, 13, 14, 16, 17, 20, 30, 34, 50, 73, 120, 121, 131, 132),
            (JobKind.Upgrade, _) => One<byte>(0, 1, 2, 3, 3, 3, 14, 17, 50, 34, 13, 16, read),
            (JobKind.Backup, _) => One<byte>(0, 14, 17, 34, 50, read, 121, 120),
            (JobKind.Restore, _) => One<byte>(0, 13, 14, 16, 17, 34, 50, read, 120, 121, 131, 132),
            (JobKind.CheckJump, _) => One<byte>(0, 1, 3, 20, 50),
            (JobKind.Install or JobKind.RestoreSector, _) => One<byte>(0, 3, 3, 50, 73, read, read, 120, 121),
            _ => One<byte>(0, 50, read, read, 120, 121),
        };
    }

    // Most of what decides a job happens early, or at its end; seldom in the long middle.
    private int Few(int upTo) => random.Next(4) switch
    {
        0 => random.Next(Math.Max(1, upTo)),
        1 => random.Next(Math.Max(1, Math.Min(upTo, 60))),
        _ => random.Next(Math.Max(1, Math.Min(upTo, 16))),
    };

    // As many between 10 and 100 as between 10000 and 100000.
    private int Early(int upTo) => (int)Math.Exp(random.NextDouble() * Math.Log(upTo));

    private TimeSpan? Back(int atMost) => random.Next(6) == 0 ? null : TimeSpan.FromSeconds(0.05 + (random.NextDouble() * atMost));

    private static int Span(JobStep step) => step.Kind == JobKind.Upgrade ? 400_000 : 150_000;

    private FaultDirection Direction() => random.Next(2) == 0 ? FaultDirection.ToBoard : FaultDirection.ToHost;

    private T One<T>(params ReadOnlySpan<T> values) => values[random.Next(values.Length)];
}
