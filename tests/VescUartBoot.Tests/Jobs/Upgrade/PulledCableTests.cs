using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Jobs.Upgrade;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Faults;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Recovery;
using VescUartBoot.Tracing;

namespace VescUartBoot.Tests.Jobs.Upgrade;

/// <summary>The cable is pulled where an upgrade reads, stores and proves settings, in both directions: behind each frame, and at one byte
/// inside each.</summary>
public sealed class PulledCableTests
{
    private const byte Motor = 1;
    private const byte App = 2;
    private const string From = "6.02";
    private const string To = "7.00";

    private static readonly JobPhase[] _settingsPhases = [JobPhase.Backup, JobPhase.Restore, JobPhase.Prove];
    private static readonly TimeSpan _shortly = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _forLong = TimeSpan.FromMinutes(5);

    [Fact]
    [Trait("Category", "Slow")]
    public void No_cut_leads_to_a_false_word_and_the_next_run_ends_with_the_owners_settings()
    {
        var frames = new FramesOfPhases();
        using (var whole = new Owner())
        {
            Assert.Null(whole.Upgrade(frames).Failure);
            Assert.True(whole.HasOwnSettings);
        }

        Assert.All(_settingsPhases, phase => Assert.Contains(frames.All, f => f.Phase == phase));
        int brokenOff = 0;
        int tried = 0;
        foreach (var (direction, position) in _settingsPhases.SelectMany(phase => CutsOf(frames, phase)))
        {
            foreach (var time in (TimeSpan[])[_shortly, _forLong])
            {
                using var owner = new Owner();
                owner.Board.Inject(new Fault(new OnByte(direction, position), new PullCable(time)));
                brokenOff += owner.RunsTwice($"{direction} byte {position}, back after {time.TotalSeconds} s") ? 0 : 1;
                tried++;
            }
        }

        Assert.True(brokenOff > tried / 3, $"only {brokenOff} of {tried} jobs were broken off");
    }

    // A backup reads 32 KB of settings sectors in many frames that are alike.
    private static IEnumerable<(FaultDirection Direction, long Position)> CutsOf(FramesOfPhases frames, JobPhase phase)
    {
        int step = Depth.Of(sample: phase == JobPhase.Backup ? 13 : 3, all: 1);
        return frames.All.Where(f => f.Phase == phase)
            .SelectMany((f, i) => new[] { (f.Direction, f.End - 1 - (i * 7 % (f.Length - 1))), (f.Direction, f.End) })
            .Where((_, i) => i % step == 0);
    }

    private sealed record PhaseFrame(JobPhase Phase, FaultDirection Direction, long End, int Length);

    /// <summary>Where frames end on the wire, counted from the first byte of the board's life, and in which phase.</summary>
    private sealed class FramesOfPhases : IFrameTrace
    {
        private readonly long[] _passed = new long[2];

        public List<PhaseFrame> All { get; } = [];

        public JobPhase Phase { get; set; }

        public void Sent(ReadOnlySpan<byte> bytes) => Add(FaultDirection.ToBoard, bytes.Length);

        public void Received(ReadOnlySpan<byte> frame) => Add(FaultDirection.ToHost, frame.Length);

        public void Skipped(ReadOnlySpan<byte> bytes) => _passed[(int)FaultDirection.ToHost] += bytes.Length;

        public void Note(string text)
        {
        }

        private void Add(FaultDirection direction, int length) =>
            All.Add(new PhaseFrame(Phase, direction, _passed[(int)direction] += length, length));
    }

    /// <summary>A board whose owner has set it up, and what the tool keeps on the disk.</summary>
    private sealed class Owner : IDisposable
    {
        private readonly ManualClock _clock = new() { RunLimit = TimeSpan.FromHours(1) };
        private readonly MemoryJournal _journal = new();
        private readonly Dictionary<string, BoardBackup> _kept = [];

        public Owner()
        {
            Board = new SimulatedBoard(new SimulatedBoardOptions { Firmware = From, Bootloader = SimulatedImage.Bootloader() }, _clock);
            Store(Motor, own => own.Set("l_current_max", 41).Set("foc_motor_r", 0.02));
            Store(App, own => own.Set("timeout_msec", 1234));
            Restart();
        }

        public SimulatedBoard Board { get; }

        /// <summary>What flash holds, by a decoder of its own.</summary>
        public bool HasOwnSettings => HasOwn(Motor) && HasOwn(App);

        public void Dispose() => Board.Dispose();

        /// <returns>Whether the first run came to its end.</returns>
        public bool RunsTwice(string cut)
        {
            UpgradeResult? first = null;
            try
            {
                first = Upgrade(trace: null);
            }
            catch (Exception e) when (e is LinkLostException or ReplyTimeoutException or LinkOpenException)
            {
                // Before the job had begun.
            }

            bool saysAll = first is { Failure: null } || first?.Upgrade?.Settings?.AllRestored == true;
            Assert.True(!saysAll || (HasOwnSettings && Board.Identity?.Firmware.Name == To), $"{cut}: said to be restored, and is not");
            foreach (var part in first?.Upgrade?.Settings?.Parts.Where(p => p.State == PartState.Restored) ?? [])
            {
                Assert.True(HasOwn(part.Part == BackupPartKind.AppConfiguration ? App : Motor), $"{cut}: {part.Part} is not restored");
            }

            Board.EndFaults();
            _clock.Advance(TimeSpan.FromMinutes(6));
            var second = Upgrade(trace: null);
            Assert.True(second.Failure is null, $"{cut}: {second.Failure}");
            Restart();
            Assert.True(HasOwnSettings && Board.Identity?.Firmware.Name == To, $"{cut}: the second run left other settings");
            Assert.DoesNotContain(_journal.Kinds, k => k is ChangeKind.Backup or ChangeKind.Settings);
            return first is { Failure: null };
        }

        public UpgradeResult Upgrade(FramesOfPhases? trace) => _clock.Run(async () =>
        {
            await using var board = await VescUartBoot.Boards.Board.ConnectAsync(Board.CreateLinkSource(), new BoardOptions(), _clock,
                observer: null, trace);
            return await UpgradeFirmware.RunAsync(
                board,
                UpgradeBench.OptionsFor(To) with
                {
                    Journal = _journal,
                    Confirm = (_, _) => new ValueTask<bool>(true),
                    Progress = new SynchronousProgress<JobEvent>(e => Follow(trace, e)),
                    Keep = Keep,
                    LoadKept = name => _kept[name],
                },
                CancellationToken.None);
        });

        private static void Follow(FramesOfPhases? trace, JobEvent happened)
        {
            if (trace is not null && happened is JobEvent.PhaseStarted started)
            {
                trace.Phase = started.Phase;
            }
        }

        private string Keep(BoardBackup backup)
        {
            string name = $"kept-{_kept.Count + 1}";
            _kept.Add(name, backup);
            return name;
        }

        private void Store(byte kind, Action<PlainDecoder> change)
        {
            var form = SettingsForm.Of(FirmwareProfiles.Named(From), Board.Options.Hardware, kind == App)!;
            byte[] defaults = form.Defaults.ToArray();
            defaults[4] = kind == App ? Board.Options.CanId : defaults[4];
            var own = new PlainDecoder(defaults);
            change(own);
            byte[] bytes = own.Bytes;
            form.ReadBack(bytes);
            new SettingsPages(Board.Flash).Store(kind, bytes);
        }

        private bool HasOwn(byte kind)
        {
            if (new SettingsPages(Board.Flash).Load(kind) is not { } stored)
            {
                return false;
            }

            var held = new PlainDecoder(stored);
            return kind == App ? held.Number("timeout_msec") == 1234
                : held.Number("l_current_max") == 41 && Math.Abs(held.Number("foc_motor_r") - 0.02) < 1e-6;
        }

        private void Restart()
        {
            Board.PowerCycle(TimeSpan.FromSeconds(1));
            _clock.Advance(TimeSpan.FromSeconds(10));
        }
    }
}
