using VescUartBoot.Boards;
using VescUartBoot.Images;
using VescUartBoot.Jobs;
using VescUartBoot.Jobs.Bootloader;
using VescUartBoot.Jobs.Common;
using VescUartBoot.Links;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Time;

namespace VescUartBoot.Tests.Jobs;

/// <summary>A simulated board under a clock that stands still, and the jobs run on it: the same every time, in no time.</summary>
internal sealed class JobBench : IDisposable
{
    private readonly byte[] _before;

    private JobBench(SimulatedBoardOptions options)
    {
        Board = new SimulatedBoard(options, Clock);
        _before = Board.Flash.ToArray();
    }

    public ManualClock Clock { get; } = new();

    public SimulatedBoard Board { get; }

    public List<JobEvent> Events { get; } = [];

    public List<JobQuestion> Questions { get; } = [];

    /// <summary>Is shown each question and its answer, in the words that the owner reads.</summary>
    public Action<JobQuestion, string, bool> OnQuestion { get; set; } = (_, _, _) => { };

    public bool Yes { get => Answer(default); set => Answer = _ => value; }

    public Func<JobQuestion, bool> Answer { get; set; } = _ => true;

    public Action<JobEvent> OnEvent { get; set; } = _ => { };

    public JobJournal? Journal { get; set; }

    public JobMonitor Watch { get; } = new();

    public BoardOptions BoardOptions { get; set; } = new();

    /// <summary>The id on CAN of the board that jobs are about; <see langword="null"/> is the one with the cable.</summary>
    public byte? Node { get; set; }

    /// <summary>Jobs on the board with the cable look at the others on the bus too.</summary>
    public bool CountsOthers { get; set; }

    /// <summary>How long the last job took, after the scan.</summary>
    public TimeSpan Took { get; private set; }

    /// <summary>An image that no catalogue knows, with vectors that fit.</summary>
    public static BootloaderImage Image { get; } = MakeImage(seed: 1);

    /// <summary>Code that a user has stored.</summary>
    public static byte[] Code { get; } = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

    public IEnumerable<string> Warnings => Events.OfType<JobEvent.Warned>().Select(w => w.Code);

    public IEnumerable<JobPhase> Phases => Events.OfType<JobEvent.PhaseStarted>().Select(p => p.Phase);

    public static JobBench On(string query, Func<SimulatedBoardOptions, SimulatedBoardOptions>? change = null)
    {
        var options = SimulatedBoardOptions.Parse(query);
        return new JobBench(change is null ? options : change(options));
    }

    /// <summary>A board that misses its bootloader, with some code stored: <c>nothing</c>, <c>qml</c>, <c>lisp</c> or
    /// <c>both</c>.</summary>
    public static JobBench With(string firmware, string stored) => On($"fw={firmware}", o => o with
    {
        Qml = stored is "qml" or "both" ? Code : default,
        Lisp = stored is "lisp" or "both" ? Code : default,
    });

    public static BootloaderImage MakeImage(int seed, int size = 5280)
    {
        byte[] content = new byte[size];
        new Random(seed).NextBytes(content);
        for (int i = 0; i < 16; i++)
        {
            BitConverter.TryWriteBytes(content.AsSpan(4 * i), i == 0 ? 0x20000800u : 0x080E0401u + (uint)(16 * i));
        }

        content[^1] = 0x1E;
        return BootloaderImage.Parse($"image-{seed}.bin", content);
    }

    public CheckResult Check(CheckMethod method = CheckMethod.Auto) =>
        Run((board, setting, ct) => CheckBootloader.RunAsync(board, new CheckOptions { Method = method }.In(setting), ct));

    public VerifyResult Verify(BootloaderImage? image) =>
        Run((board, setting, ct) => VerifyBootloader.RunAsync(board, new VerifyOptions { Image = image }.In(setting), ct));

    public InstallResult Install(Func<InstallOptions, InstallOptions>? change = null, CancellationToken cancellationToken = default)
    {
        var options = new InstallOptions { Image = Image, Save = _ => "saved.bin" };
        return Run((board, setting, ct) => InstallBootloader.RunAsync(board, (change is null ? options : change(options)).In(setting), ct),
            cancellationToken);
    }

    public T Run<T>(Func<Board, JobOptions, CancellationToken, Task<T>> job, CancellationToken cancellationToken = default) =>
        RunOn(Board.CreateLinkSource(), job, cancellationToken);

    public T RunOn<T>(
        ILinkSource port, Func<Board, JobOptions, CancellationToken, Task<T>> job,
        CancellationToken cancellationToken = default) => Clock.Run(async () =>
    {
        var observer = new Observer(Events);
        var node = Node is { } id ? (await ScanAsync(port)).Nodes.Single(n => n.Id == id) : null;
        var start = Clock.Elapsed;
        await using var board = node is null
            ? await VescUartBoot.Boards.Board.ConnectAsync(port, BoardOptions, Clock, observer, cancellationToken: CancellationToken.None)
            : await VescUartBoot.Boards.Board.ConnectAsync(port, node, BoardOptions, Clock, observer,
                cancellationToken: CancellationToken.None);
        if (CountsOthers)
        {
            await board.CountOnCanAsync();
        }

        var setting = new JobOptions
        {
            Progress = new SynchronousProgress(e =>
            {
                Events.Add(e);
                OnEvent(e);
            }),
            Journal = Journal,
            Command = "install",
            Monitor = Watch,
            Confirm = (question, text) =>
            {
                Questions.Add(question);
                bool answer = Answer(question);
                OnQuestion(question, text, answer);
                return new ValueTask<bool>(answer);
            },
        };
        var result = await job(board, setting, cancellationToken);
        Took = Clock.Elapsed - start;
        return result;
    });

    /// <summary>Who is on the CAN bus.</summary>
    public CanScan Scan() => Clock.Run(() => ScanAsync(Board.CreateLinkSource()));

    /// <summary>The bootloader sector holds exactly this and 0xFF behind it.</summary>
    public void AssertSectorHolds(ReadOnlySpan<byte> content)
    {
        byte[] sector = Board.Flash.Read(0xE0000, 0x20000);
        Assert.Equal(content.ToArray(), sector[..content.Length]);
        Assert.DoesNotContain(sector[content.Length..], b => b != 0xFF);
    }

    /// <summary>Outside these sectors not one byte of flash differs from before.</summary>
    public void AssertUnchangedExcept(params int[] sectors)
    {
        byte[] now = Board.Flash.ToArray();
        int[] starts = [0, 0x4000, 0x8000, 0xC000, 0x10000, 0x20000, 0x40000, 0x60000, 0x80000, 0xA0000, 0xC0000, 0xE0000, 0x100000];
        for (int sector = 0; sector < 12; sector++)
        {
            bool same = now.AsSpan(starts[sector]..starts[sector + 1]).SequenceEqual(_before.AsSpan(starts[sector]..starts[sector + 1]));
            Assert.True(same || sectors.Contains(sector), $"sector {sector} was changed");
        }
    }

    public void Dispose() => Board.Dispose();

    private async Task<CanScan> ScanAsync(ILinkSource port)
    {
        await using var board = await VescUartBoot.Boards.Board.ConnectAsync(port, BoardOptions, Clock);
        return await board.ScanCanAsync();
    }

    private sealed class SynchronousProgress(Action<JobEvent> add) : IProgress<JobEvent>
    {
        public void Report(JobEvent value) => add(value);
    }

    private sealed class Observer(List<JobEvent> events) : IBoardObserver
    {
        public void OnRetry(string what, int attempt, string reason) => events.Add(new JobEvent.Retried(what, attempt, reason));

        public void OnLinkLost(string reason, TimeSpan waiting) => events.Add(new JobEvent.Warned("linkLost", reason));

        public void OnLinkReturned() => events.Add(new JobEvent.Warned("linkReturned", ""));
    }
}
