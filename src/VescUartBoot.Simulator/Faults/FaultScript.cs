using System.Globalization;
using System.Text.RegularExpressions;

namespace VescUartBoot.Simulator.Faults;

/// <summary>Parses faults from readable lines such as <c>at write 7: pull cable for 2s</c>.</summary>
/// <remarks>
/// <para>A line is <c>WHEN: WHAT</c>; empty lines and lines that begin with # are ignored. WHEN is one of</para>
/// <code>
/// at request N            the Nth frame that the host sends       (any N may be "every")
/// at write N              the Nth write with data                 at erase N, at read N: the same
/// at command 120 N        the Nth request with that number
/// at write 7 byte 100     for "cut power": after 100 bytes of that write; of an erase: so many bytes of its sectors
/// at reply N              the Nth frame of the board; at reply to write N, at reply to command 73 N
/// at reply 12 byte 3      for "flip": the byte of the frame, from 0
/// at byte N in            the Nth byte from the host; at byte N out: of the board
/// at copy byte N          the Nth byte that a bootloader copies; at copy erase N: while it erases sector N
/// at time 1.5s            board time
/// with chance 0.01 …      in place of "at": with "byte in", "byte out", "reply", "request", "reply to write", …
/// </code>
/// <para>WHAT is one of: <c>lose</c>, <c>flip</c> (a bit by chance), <c>flip 0x40</c>, <c>double</c>, <c>delay 20ms</c>, <c>truncate 5</c>,
/// <c>insert 0302</c> (hex),
/// <c>pull cable</c> (for ever), <c>pull cable for 2s</c>, <c>cut power</c>, <c>cut power for 500ms</c>, <c>refuse</c>, <c>neglect
/// 0.01</c>, <c>hold motor at 3000</c>,
/// <c>release motor</c>, <c>loose wire</c> (at the SWD pins), <c>loose wire for 2s</c>, <c>voltage 7.5</c>, <c>fault 9</c>, <c>package
/// 0x4000 C0FFEE</c>, <c>print TEXT</c>, <c>send HEX</c> (a packet),
/// <c>reset</c>.</para>
/// </remarks>
public static partial class FaultScript
{
    /// <summary>Reads all lines of a script.</summary>
    /// <exception cref="SimulatorException">A line is not valid; the message names it.</exception>
    public static IReadOnlyList<Fault> Parse(string script)
    {
        ArgumentNullException.ThrowIfNull(script);
        var faults = new List<Fault>();
        int number = 0;
        foreach (string line in script.Split('\n'))
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            try
            {
                faults.Add(ParseLine(text));
            }
            catch (Exception cause) when (cause is FormatException or OverflowException)
            {
                throw new SimulatorException($"Line {number} of the script: \"{text}\": {cause.Message}", cause);
            }
        }

        return faults;
    }

    /// <summary>Reads one line.</summary>
    /// <exception cref="FormatException">The line is not valid.</exception>
    public static Fault ParseLine(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw new FormatException("a line is WHEN: WHAT, as in \"at write 7: pull cable for 2s\".");
        }

        var (when, bytePosition) = ParseTrigger(line[..colon].Trim());
        var what = ParseAction(line[(colon + 1)..].Trim(), bytePosition);
        bool fits = when switch
        {
            OnFrame { Byte: not null, Direction: FaultDirection.ToHost } => what is Flip,
            OnFrame { Byte: not null } at => what is Flip || (what is CutPower && at.Match.ChangesFlash),
            OnFrame { Direction: FaultDirection.ToHost } => what is not (Refuse or Neglect),
            OnFrame => true,
            OnByte => what is Lose or Flip or DoubleIt or Delay or PullCable or CutPower or ResetBoard,
            OnCopy or OnCopyErase => what is CutPower or Refuse,
            _ => !what.IsOnLine && what is not (Refuse or Neglect),
        };
        return fits ? new Fault(when is OnFrame frame && what is Flip ? frame with { Byte = null } : when, what)
            : throw new FormatException("this cannot happen at that place.");
    }

    private static (FaultTrigger When, int? Byte) ParseTrigger(string text)
    {
        double chance = 1;
        string rest = text;
        if (ChancePattern().Match(text) is { Success: true } withChance)
        {
            chance = double.Parse(withChance.Groups["chance"].Value, CultureInfo.InvariantCulture);
            rest = "at " + withChance.Groups["rest"].Value;
            if (chance is < 0 or > 1)
            {
                throw new FormatException("a chance is between 0 and 1.");
            }
        }

        if (FramePattern().Match(rest) is { Success: true } frame)
        {
            return FrameTrigger(frame, chance);
        }

        if (BytePattern().Match(rest) is { Success: true } oneByte)
        {
            var direction = oneByte.Groups["way"].Value == "in" ? FaultDirection.ToBoard : FaultDirection.ToHost;
            return (new OnByte(direction, Count(oneByte.Groups["n"]), chance), null);
        }

        if (CopyPattern().Match(rest) is { Success: true } copy)
        {
            int n = Count(copy.Groups["n"]);
            return (copy.Groups["what"].Value == "byte" ? new OnCopy(n) : new OnCopyErase(n), null);
        }

        if (TimePattern().Match(rest) is { Success: true } time)
        {
            return (new OnTime(Duration(time.Groups["time"].Value)), null);
        }

        throw new FormatException(
            "the part before the colon is none of: at request N, at write N, at erase N, at read N, at command ID N, at reply N, at reply "
                + "to write N, at byte N in, at copy byte N, at copy erase N, at time 2s, with chance 0.1 ….");
    }

    private static (FaultTrigger When, int? Byte) FrameTrigger(Match match, double chance)
    {
        bool reply = match.Groups["reply"].Success;
        string what = match.Groups["what"].Value;
        var frames = what switch
        {
            "write" => FrameMatch.Write,
            "erase" => FrameMatch.Erase,
            "read" => FrameMatch.Read,
            "" or "request" => FrameMatch.Any,
            _ => FrameMatch.Command((byte)Count(match.Groups["id"])),
        };
        if (what.Length == 0 && !reply)
        {
            throw new FormatException("it does not say which frame.");
        }

        int? position = match.Groups["byte"].Success ? Count(match.Groups["byte"]) : null;
        var direction = reply ? FaultDirection.ToHost : FaultDirection.ToBoard;
        return (new OnFrame(direction, frames, Count(match.Groups["n"]), position, chance), position);
    }

    private static FaultAction ParseAction(string text, int? position)
    {
        var match = ActionPattern().Match(text);
        string argument = match.Groups["argument"].Value;
        return (match.Groups["verb"].Value, argument.Length > 0) switch
        {
            ("lose", false) => new Lose(),
            ("flip", _) => new Flip(position ?? 0, argument.Length > 0 ? (byte)Integer(argument) : (byte)0),
            ("double", false) => new DoubleIt(),
            ("delay", true) => new Delay(Duration(argument)),
            ("truncate", true) => new Truncate(Integer(argument)),
            ("insert", true) => new Insert(Convert.FromHexString(argument)),
            ("pull cable", _) => new PullCable(argument.Length > 0 ? Duration(argument) : null),
            ("loose wire", _) => new LooseWire(argument.Length > 0 ? Duration(argument) : null),
            ("cut power", _) => new CutPower(argument.Length > 0 ? Duration(argument) : null),
            ("refuse", false) => new Refuse(),
            ("neglect", true) => new Neglect(Share(argument)),
            ("package", true) when argument.Split(' ') is [var offset, var data] =>
                new StorePackageData(Integer(offset), Convert.FromHexString(data)),
            ("hold motor", _) => new SetMotor(true, argument.Length > 0 ? Integer(argument) : 3000),
            ("release motor", false) => new SetMotor(false, 0),
            ("voltage", true) => new SetVoltage(double.Parse(argument, CultureInfo.InvariantCulture)),
            ("fault", true) => new RaiseFault((byte)Integer(argument)),
            ("print", true) => new PrintText(argument),
            ("send", true) => new SendPacket(Convert.FromHexString(argument)),
            ("reset", false) => new ResetBoard(),
            _ => throw new FormatException(
                "the part behind the colon is none of: lose, flip [0xMASK], double, delay TIME, truncate N, insert HEX, pull cable [for "
                    + "TIME], cut power [for TIME], loose wire [for TIME], refuse, neglect SHARE, hold motor [at ERPM], release motor, "
                    + "voltage V, fault N, "
                    + "package OFFSET HEX, print TEXT, send HEX, reset."),
        };
    }

    private static int Count(Group group) => group.Success && group.Value is not ("every" or "") ? Integer(group.Value) : 0;

    private static double Share(string text) => double.Parse(text, CultureInfo.InvariantCulture) is > 0 and <= 1 and var share
        ? share
        : throw new FormatException("a share is above 0, and at most 1.");

    private static int Integer(string text) => text.StartsWith("0x", StringComparison.Ordinal)
        ? int.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static TimeSpan Duration(string text)
    {
        var match = DurationPattern().Match(text);
        if (!match.Success)
        {
            throw new FormatException($"\"{text}\" is not a time; write 2s, 500ms or 20us.");
        }

        double value = double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "us" => TimeSpan.FromMicroseconds(value),
            "ms" => TimeSpan.FromMilliseconds(value),
            _ => TimeSpan.FromSeconds(value),
        };
    }

    [GeneratedRegex(@"^with chance (?<chance>[0-9.]+(e-?[0-9]+)?) (?<rest>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ChancePattern();

    [GeneratedRegex(@"^at ((?<reply>reply)( to)?( |$))?(?<what>request|write|erase|read|"
        + @"command (?<id>0x[0-9a-fA-F]+|[0-9]+)|)( ?(?<n>[0-9]+|every))?( byte (?<byte>[0-9]+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex FramePattern();

    [GeneratedRegex(@"^at byte ((?<n>[0-9]+|every) )?(?<way>in|out)$", RegexOptions.ExplicitCapture)]
    private static partial Regex BytePattern();

    [GeneratedRegex(@"^at copy (?<what>byte|erase) (?<n>[0-9]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex CopyPattern();

    [GeneratedRegex(@"^at time (?<time>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex TimePattern();

    [GeneratedRegex(@"^(?<verb>lose|flip|double|delay|truncate|insert|pull cable|cut power|refuse|neglect|loose wire|"
        + @"hold motor|release motor|voltage|fault|package|print|send|reset)( (for |at )?(?<argument>.+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex ActionPattern();

    [GeneratedRegex(@"^(?<value>[0-9]+(\.[0-9]+)?) ?(?<unit>us|ms|s)$", RegexOptions.ExplicitCapture)]
    private static partial Regex DurationPattern();
}
