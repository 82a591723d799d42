using System.Runtime.InteropServices;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Faults;

/// <summary>Applies the faults of a board: counts occurrences and draws from the seed.</summary>
internal sealed class FaultInjector
{
    private readonly List<Armed> _line = [];
    private readonly List<Armed> _requests = [];
    private readonly List<Armed> _bytes = [];
    private readonly long[] _passed = new long[2];

    // A bridge with a small buffer drops whole frames with a longer payload.
    private readonly int[] _longest;
    private SimulatedRandom _random;

    public FaultInjector(IEnumerable<Fault> faults, int seed, int longestToBoard = int.MaxValue, int longestToHost = int.MaxValue)
    {
        _longest = [longestToBoard, longestToHost];
        _random = new SimulatedRandom((ulong)seed * 2 + 1);
        foreach (var fault in faults)
        {
            Add(fault);
        }
    }

    /// <summary>Faults at a board time; the machine sets timers for them.</summary>
    public List<Fault> Timed { get; } = [];

    /// <summary>Faults of the copy by the bootloader.</summary>
    public List<Fault> Copying { get; } = [];

    /// <summary>Number of faults that occurred.</summary>
    public int Struck { get; private set; }

    public void CountStruck() => Struck++;

    public void Add(Fault fault)
    {
        switch (fault.When)
        {
            case OnTime:
                Timed.Add(fault);
                break;
            case OnCopy or OnCopyErase:
                Copying.Add(fault);
                break;
            case OnByte:
                _bytes.Add(new Armed(fault));
                break;
            case OnFrame { Direction: FaultDirection.ToBoard } when !fault.What.IsOnLine:
                _requests.Add(new Armed(fault));
                break;
            case OnFrame:
                _line.Add(new Armed(fault));
                break;
            default:
                throw new SimulatorException($"The simulator does not know a trigger {fault.When.GetType().Name}.");
        }
    }

    /// <summary>Removes all faults; counters start again with the next fault.</summary>
    public void Clear()
    {
        _line.Clear();
        _requests.Clear();
        _bytes.Clear();
        Timed.Clear();
        Copying.Clear();
    }

    /// <summary>Returns the host's bytes that reach the board.</summary>
    public List<LinePiece> ToBoard(byte[] bytes)
    {
        var pieces = new List<LinePiece>();
        if (_line.Count == 0 && _longest[(int)FaultDirection.ToBoard] == int.MaxValue)
        {
            pieces.Add(new LinePiece(bytes, TimeSpan.Zero, null));
        }
        else
        {
            for (int at = 0, run = 0; run < bytes.Length;)
            {
                int frame = FrameLength(bytes.AsSpan(run));
                run += Math.Max(frame, 1);
                if (frame > 0 || run == bytes.Length)
                {
                    int end = frame > 0 ? run - frame : run;
                    if (end > at)
                    {
                        pieces.Add(new LinePiece(bytes[at..end], TimeSpan.Zero, null));
                    }

                    if (frame > 0)
                    {
                        byte[] whole = bytes[end..run];
                        Damage(FaultDirection.ToBoard, whole, whole.AsSpan(whole[0])[..^3], pieces);
                    }

                    at = run;
                }
            }
        }

        return Bytewise(FaultDirection.ToBoard, pieces);
    }

    /// <summary>Returns the part of a board's frame that reaches the host.</summary>
    public List<LinePiece> ToHost(byte[] frame, ReadOnlySpan<byte> payload)
    {
        var pieces = new List<LinePiece>();
        Damage(FaultDirection.ToHost, frame, payload, pieces);
        return Bytewise(FaultDirection.ToHost, pieces);
    }

    /// <summary>Returns the faults of a decoded request, with their byte offset if one is given.</summary>
    public List<(FaultAction What, int? Byte)> OnRequest(ReadOnlySpan<byte> payload)
    {
        var struck = new List<(FaultAction, int?)>();
        foreach (var armed in _requests)
        {
            var when = (OnFrame)armed.Fault.When;
            if (when.Match.Matches(payload) && armed.Strikes(when.Occurrence, when.Chance, ref _random))
            {
                Struck++;
                struck.Add((armed.Fault.What, when.Byte));
            }
        }

        return struck;
    }

    /// <summary>Returns the copy fault at this position, once.</summary>
    public Fault? TakeCopying(Predicate<FaultTrigger> at)
    {
        var fault = Copying.Find(candidate => at(candidate.When));
        if (fault is not null)
        {
            Struck++;
            Copying.Remove(fault);
        }

        return fault;
    }

    private void Damage(FaultDirection direction, byte[] frame, ReadOnlySpan<byte> payload, List<LinePiece> pieces)
    {
        int first = pieces.Count;
        pieces.Add(new LinePiece(payload.Length > _longest[(int)direction] ? [] : frame, TimeSpan.Zero, null));
        foreach (var armed in _line)
        {
            var when = (OnFrame)armed.Fault.When;
            if (when.Direction == direction && when.Match.Matches(payload) && armed.Strikes(when.Occurrence, when.Chance, ref _random))
            {
                Struck++;
                pieces[first] = Apply(armed.Fault.What, pieces[first]);
            }
        }
    }

    private LinePiece Apply(FaultAction what, LinePiece piece)
    {
        switch (what)
        {
            case Lose:
                return piece with { Bytes = [] };
            case Flip flip:
                byte[] flipped = [.. piece.Bytes];
                if (flip.Byte < flipped.Length)
                {
                    flipped[flip.Byte] ^= flip.Mask == 0 ? (byte)(1 << _random.Next(8)) : flip.Mask;
                }

                return piece with { Bytes = flipped };
            case DoubleIt:
                return piece with { Bytes = [.. piece.Bytes, .. piece.Bytes] };
            case Delay delay:
                return piece with { Delay = piece.Delay + delay.Time };
            case Truncate cut:
                return piece with { Bytes = piece.Bytes[..Math.Min(cut.Bytes, piece.Bytes.Length)] };
            case Insert insert:
                return piece with { Bytes = [.. insert.Bytes.Span, .. piece.Bytes] };
            default:
                // A board fault at a reply occurs before the reply is sent.
                return new LinePiece([], piece.Delay, what);
        }
    }

    private List<LinePiece> Bytewise(FaultDirection direction, List<LinePiece> pieces)
    {
        if (_bytes.Count == 0)
        {
            foreach (var piece in pieces)
            {
                _passed[(int)direction] += piece.Bytes.Length;
            }

            return pieces;
        }

        var result = new List<LinePiece>();
        foreach (var piece in pieces)
        {
            var delay = piece.Delay;
            var bytes = new List<byte>(piece.Bytes.Length + 1);
            foreach (byte value in piece.Bytes)
            {
                _passed[(int)direction]++;
                byte[] now = [value];
                foreach (var armed in _bytes)
                {
                    var when = (OnByte)armed.Fault.When;
                    if (when.Direction != direction || (when.Position != 0 && when.Position != _passed[(int)direction])
                        || !armed.Strikes(0, when.Chance, ref _random))
                    {
                        continue;
                    }

                    Struck++;
                    var damaged = Apply(armed.Fault.What, new LinePiece(now, TimeSpan.Zero, null));
                    if (damaged.Delay > TimeSpan.Zero || damaged.Accident is not null)
                    {
                        // The bytes so far are delivered (a board fault occurs after its byte); the rest waits.
                        bytes.AddRange(damaged.Accident is null ? [] : now);
                        result.Add(new LinePiece([.. bytes], delay, damaged.Accident));
                        bytes.Clear();
                        delay = damaged.Delay;
                    }

                    now = damaged.Bytes;
                }

                bytes.AddRange(now);
            }

            result.Add(new LinePiece([.. bytes], delay, piece.Accident));
        }

        return result;
    }

    private static int FrameLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 6 || bytes[0] is not (2 or 3))
        {
            return 0;
        }

        int length = bytes[0] == 2 ? bytes[1] : (bytes[1] << 8) | bytes[2];
        int total = bytes[0] + length + 3;
        return length > 0 && total <= bytes.Length && bytes[total - 1] == 3
            && Crc16.Of(bytes.Slice(bytes[0], length)) == ((bytes[total - 3] << 8) | bytes[total - 2]) ? total : 0;
    }

    private sealed class Armed(Fault fault)
    {
        private int _seen;

        public Fault Fault { get; } = fault;

        public bool Strikes(int occurrence, double chance, ref SimulatedRandom random)
        {
            _seen++;
            return (occurrence == 0 || occurrence == _seen) && (chance >= 1 || random.NextDouble() < chance);
        }
    }
}
