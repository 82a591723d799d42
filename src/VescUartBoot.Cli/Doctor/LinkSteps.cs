using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli.Errors;
using VescUartBoot.Cli.Output;
using VescUartBoot.Cli.Ports;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Messages;
using VescUartBoot.Tracing;

namespace VescUartBoot.Cli.Doctor;

/// <summary>Checks from the open port to a supported board that replies over a reliable cable.</summary>
/// <param name="port">The port, as typed.</param>
/// <param name="open">Opens the port.</param>
/// <param name="kind">Kind of the port: the baud rate matters only for serial ports other than a VESC's USB.</param>
/// <param name="time">Clock of the requests.</param>
/// <param name="events">Receives the progress of slow steps.</param>
internal sealed class LinkSteps(string port, Func<SerialSettings, ILinkSource> open, PortKind kind, TimeProvider time,
    IProgress<JobEvent>? events)
{
    public const string Opening = "opening";
    public const string Answer = "answer";
    public const string Identity = "identity";
    public const string Cable = "cable";

    private const int Requests = 200;

    // Lost replies of 200: above one per cent the cable is bad; above the limit of a job it is unusable.
    private const int BadLoss = Requests / 100;

    // Common baud rates, the default of the boards first.
    private static readonly int[] _usualRates = [115_200, 9_600, 19_200, 38_400, 57_600, 230_400, 250_000, 460_800, 500_000, 921_600,
        1_000_000];

    // Faults of the system, the line or the board, independent of the serial implementation.
    private static readonly string[] _sayNothingOfThePort = ["portNotFound", "portNoPermission", "portBusy", "linkTooBad", "wrongBaud"];

    private static readonly RetryOptions _atAnotherRate = new(2, TimeSpan.FromMilliseconds(200));

    private readonly string _on = $" -p {Advice.Quoted(port)}";

    /// <summary>Returns the steps, up to the first fault.</summary>
    public async IAsyncEnumerable<DoctorFinding> RunAsync(SerialSettings serial, BoardOptions options,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var heard = new Heard();
        Begin(JobPhase.Identify);
        Board? board = null;
        DoctorFinding? failure = null;
        try
        {
            board = await Board.ConnectAsync(open(serial), options, time, trace: heard,
                cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (LinkOpenException e)
        {
            failure = NotOpened(e);
        }
        catch (LinkLostException e)
        {
            failure = DoctorFinding.Wrong(Answer, "linkLost",
                $"{e.Message.TrimEnd('.')} while it was asked who it is: a loose plug, or a supply that gives way",
                $"vescboot doctor{_on}");
        }
        catch (ReplyTimeoutException)
        {
            // The cause is determined below.
        }

        if (failure?.Step != Opening)
        {
            yield return DoctorFinding.Well(Opening,
                kind == PortKind.Simulated ? $"{port} is a simulated board inside this program"
                    : $"{port} opens");
        }

        if (failure is not null || board is null)
        {
            var wrong = failure ?? await WhySilentAsync(heard, serial, options, cancellationToken).ConfigureAwait(false);
            yield return _sayNothingOfThePort.Contains(wrong.Code!)
                ? wrong
                : await TryOtherAsync(wrong, serial, options, cancellationToken).ConfigureAwait(false);
            yield break;
        }

        await using (board.ConfigureAwait(false))
        {
            yield return DoctorFinding.Well(Answer, HumanOutput.Describe(board.Identity));
            foreach (var finding in WhoIsIt(board.Identity))
            {
                yield return finding;
                if (finding.State == FindingState.Wrong)
                {
                    yield break;
                }
            }

            Begin(JobPhase.LinkCheck);
            yield return await MeasureAsync(board, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Begin(JobPhase phase) => events?.Report(new JobEvent.PhaseStarted(phase));

    private DoctorFinding NotOpened(LinkOpenException e)
    {
        var error = CliError.Of(e);
        string? command = e.Failure switch
        {
            LinkOpenFailure.NotFound or LinkOpenFailure.NotATerminal => "vescboot ports",
            LinkOpenFailure.Busy => kind == PortKind.Tcp ? null : $"sudo fuser -v {Advice.Quoted(port)}",
            _ => $"vescboot doctor{_on}",
        };
        return DoctorFinding.Wrong(Opening, error.Code, error.Message.TrimEnd('.'), command);
    }

    private async Task<DoctorFinding> WhySilentAsync(Heard heard, SerialSettings serial, BoardOptions options,
        CancellationToken cancellationToken)
    {
        if (heard.Frames > 0)
        {
            return Silent(
                "something sends whole frames of the VESC protocol and does not say who it is: a firmware that is busy or hangs, or a "
                    + "device that is no board (a remote, a display). Switch all power off and on, and run it again",
                    $"vescboot doctor{_on}");
        }

        if (heard.HasBrokenAnswer)
        {
            return DoctorFinding.Wrong(Answer, "linkTooBad",
                $"a VESC answers, and not one whole frame of it arrives ({heard.Bytes} bytes came): a bad cable, no common ground, or a "
                    + "supply that gives way", $"vescboot doctor{_on}");
        }

        if (kind == PortKind.VescUsb)
        {
            return Silent(
                "the port opens and stays silent. A board without firmware would have no USB port at all: either this is another device "
                    + "with an STM32, which has the same numbers, or its firmware hangs. Take all power away (USB and battery), give it "
                    + "back, and look again", $"vescboot doctor{_on}");
        }

        if (kind == PortKind.Serial && await OtherRateAsync(serial, options, cancellationToken).ConfigureAwait(false) is { } rate)
        {
            return DoctorFinding.Wrong(Answer, "wrongBaud", $"the board answers at {rate} baud, not at {serial.Baud}",
                $"vescboot info{_on} --baud {rate}");
        }

        string rates = kind == PortKind.Serial ? ", at this and at ten other usual baud rates" : "";
        return heard.Bytes > 0
            ? Silent(
                $"{heard.Bytes} bytes arrived that are not VESC frames{rates}: another device, an app on the board's UART that is not "
                    + "\"UART\" (a remote, GPS), or a line without a common ground", $"vescboot info{_on} --baud N")
            : Silent(
                $"the port opens and nothing at all comes back{rates}. TX and RX exchanged or loose; the board's app is not set to UART; "
                    + "no power; or a board without any firmware (its blue light alone proves none): that needs a debug probe (SWD), or a "
                    + "second VESC as one", $"vescboot doctor{_on}");
    }

    private static DoctorFinding Silent(string text, string command) => DoctorFinding.Wrong(Answer, "noValidReply", text, command);

    private async Task<int?> OtherRateAsync(SerialSettings serial, BoardOptions options, CancellationToken cancellationToken)
    {
        foreach (int rate in _usualRates.Where(r => r != serial.Baud))
        {
            if (await WhyNotAsync(serial with { Baud = rate }, options, cancellationToken).ConfigureAwait(false) is null)
            {
                return rate;
            }
        }

        return null;
    }

    // A fault of one serial implementation does not affect the other.
    private async Task<DoctorFinding> TryOtherAsync(DoctorFinding wrong, SerialSettings serial, BoardOptions options,
        CancellationToken cancellationToken)
    {
        if (kind is PortKind.Tcp or PortKind.Simulated || serial.Other is not { } other)
        {
            return wrong;
        }

        return await WhyNotAsync(other, options, cancellationToken).ConfigureAwait(false) is { } reason
            ? wrong with { Text = $"{wrong.Text}. The other serial port (--serial {other.Word}) was tried too: {reason.TrimEnd('.')}" }
            : DoctorFinding.Wrong(Answer, "otherSerialPort", $"{wrong.Text}. Through the other serial port the board answers",
                $"vescboot info{_on} --serial {other.Word}");
    }

    // Returns the reason why no board replies; null if one does.
    private async Task<string?> WhyNotAsync(SerialSettings serial, BoardOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var board = await Board.ConnectAsync(open(serial), options with { Identify = _atAnotherRate }, time,
                cancellationToken: cancellationToken).ConfigureAwait(false);
            await board.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (VescException e)
        {
            return e is ReplyTimeoutException ? "nothing answers there either" : e.Message;
        }
    }

    private static IEnumerable<DoctorFinding> WhoIsIt(BoardIdentity board)
    {
        if (board.Family != BoardFamily.Vesc)
        {
            yield return DoctorFinding.Wrong(
                Identity,
                "boardFamily",
                $"this is not a motor controller but a device of the family {BootloaderCatalog.FamilyName(board.Family)}, which vescboot "
                    + "does not serve; VESC Tool does",
                "vescboot explain boardFamily");
            yield break;
        }

        yield return !board.IsUpstream
            ? DoctorFinding.Noted(Identity, "vendorFork",
                $"firmware {board.Firmware} is a vendor's fork: it is supported as far as it answers, and nothing is assumed from "
                    + "its version")
            : board.Firmware.IsTestBuild ? DoctorFinding.Noted(Identity, "testBuild",
                $"firmware {board.Firmware} is a test build; it is treated as the release it leads to")
            : DoctorFinding.Well(Identity, $"a motor controller with firmware of the VESC project, {board.Firmware}");
    }

    private async Task<DoctorFinding> MeasureAsync(Board board, CancellationToken cancellationToken)
    {
        int most = Requests * new CheckOptions().MaxLossPercent / 100;
        long corruptBefore = board.Statistics.CorruptFrames;
        int lost = 0;
        int asked = 0;
        List<TimeSpan> roundTrips = [];
        while (asked < Requests && lost <= most)
        {
            asked++;
            long sent = board.Time.GetTimestamp();
            try
            {
                await board.AskOnceAsync(new FirmwareVersionRequest(board.Identity.Uuid), cancellationToken).ConfigureAwait(false);
                roundTrips.Add(board.Time.GetElapsedTime(sent));
            }
            catch (ReplyTimeoutException)
            {
                lost++;
            }
            catch (LinkLostException e)
            {
                return DoctorFinding.Wrong(Cable, "linkLost",
                    $"{e.Message.TrimEnd('.')} at question {asked} of {Requests}: a loose plug, a bad cable, or a supply that gives way",
                    $"vescboot doctor{_on}");
            }
        }

        if (lost <= most)
        {
            await LongFrameCheck.RunAsync(board, cancellationToken).ConfigureAwait(false);
        }

        roundTrips.Sort();
        long bad = Math.Max(lost, board.Statistics.CorruptFrames - corruptBefore);
        string share = $"{100.0 * bad / asked:0.#} % of frames ({bad} of {asked})";
        string command = $"vescboot doctor{_on}";
        return lost > most ? DoctorFinding.Wrong(Cable, "linkTooBad",
            $"the link loses {share}, too much for any job: take another, shorter cable and a socket without a hub", command)
            : bad > BadLoss ? DoctorFinding.Wrong(Cable, "linkLoses",
                $"the link loses {share}: jobs would go, with retries; take another, shorter cable and a socket without a hub", command)
            : !board.Reach.IsFull ? DoctorFinding.Noted(Cable, "shortFrames",
                $"the link passes short frames only (requests of at most {board.Reach.Request} bytes, replies of at most "
                    + $"{board.Reach.Reply}), as a bridge with a small buffer does: reads and writes go in small pieces, and "
                    + "configurations cannot be read or written; use the board's own USB, or a bridge with a buffer of 520 bytes or more")
            : bad > 0 ? DoctorFinding.Noted(Cable, "linkLoses", $"the link loses {share}; retries make up for it")
            : DoctorFinding.Well(Cable,
                $"{asked} requests, none lost or corrupt; {roundTrips[roundTrips.Count / 2].TotalMilliseconds:0.0} ms "
                    + "each");
    }

    /// <summary>Counts the received bytes while no board replied.</summary>
    private sealed class Heard : IFrameTrace
    {
        public int Frames { get; private set; }

        public int Bytes { get; private set; }

        /// <summary>Whether a reply to FW_VERSION began: start, length, command 0, and a plausible major number.</summary>
        public bool HasBrokenAnswer { get; private set; }

        public void Sent(ReadOnlySpan<byte> bytes)
        {
            // Sent bytes give no information about the other end.
        }

        public void Received(ReadOnlySpan<byte> frame) => Frames++;

        public void Skipped(ReadOnlySpan<byte> bytes)
        {
            Bytes += bytes.Length;
            for (int at = 0; at + 4 <= bytes.Length && !HasBrokenAnswer; at++)
            {
                HasBrokenAnswer = bytes[at] == 2 && bytes[at + 1] is >= 3 and <= 128 && bytes[at + 2] == 0
                    && bytes[at + 3] is >= 1 and <= 30;
            }
        }

        public void Note(string text)
        {
            // The steps report it.
        }
    }
}
