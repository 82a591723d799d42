using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VescUartBoot.Backups;
using VescUartBoot.Boards;
using VescUartBoot.Catalog;
using VescUartBoot.Chip;
using VescUartBoot.Cli;
using VescUartBoot.Hosting.History;
using VescUartBoot.Hosting.Locks;
using VescUartBoot.Hosting.Store;
using VescUartBoot.Hosting.Words;
using VescUartBoot.Images;
using VescUartBoot.Messages;
using VescUartBoot.Recognition;
using VescUartBoot.Recovery;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Time;
using VescUartBoot.TestKit;
using VescUartBoot.Tests.Recovery;

namespace VescUartBoot.Tests.Fuzz;

/// <summary>The files that this tool itself keeps, spoilt on purpose: said, set aside or refused, in bounded memory, and never
/// fatal.</summary>
public sealed class BackupFileFuzzTests : IDisposable
{
    private const int Each = 50;
    private const long Bounded = 24 << 20;

    private static readonly byte[] _sector = [.. SyntheticImages.Bootloader(),
        .. Enumerable.Repeat((byte)0xFF, 0x20000 - SyntheticImages.Bootloader().Length)];

    private static readonly BoardIdentity _someone = new(new FirmwareVersionReply { Major = 6, Minor = 5 });

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_history_is_read_as_far_as_it_is_one()
    {
        string path = Path.Combine(_folder.Path, "history.ndjson");
        foreach (var (name, input) in Mutation.Of(Corpus.Of("history"), 2 * Each))
        {
            File.WriteAllBytes(path, input);
            AssertBounded(name, () =>
            {
                var history = new JobHistory(path, Path.Combine(_folder.Path, "guard"), new ManualClock());
                var read = history.ReadAll();
                Assert.True((read.DamagedLines == 0) == (read.SetAsideIn is null), name);
                Assert.All(read.Records, r => Assert.NotNull(JobRecord.TryParse(Encoding.UTF8.GetBytes(r.ToLine()))));

                // What was read once is whole from then on, and a line can be added.
                Assert.Equal(0, history.ReadAll().DamagedLines);
                history.Add(Record());
                Assert.Equal(read.Records.Count + 1, history.ReadAll().Records.Count);
            });
            Array.ForEach(Directory.GetFiles(_folder.Path, "*.damaged-*"), File.Delete);
        }
    }

    [Fact]
    public void Any_page_of_the_journal_is_read_or_set_aside_and_told()
    {
        var board = Uuid.TryParse("3a002b000f51383036343731", out var parsed) ? parsed : default;
        var journal = new FileJournal(_folder.Path, new ManualClock());
        foreach (var (name, input) in Mutation.Of(Corpus.Of("journal"), 2 * Each))
        {
            File.WriteAllBytes(journal.PathOf(board), input);
            AssertBounded(name, () =>
            {
                try
                {
                    foreach (var change in journal.Read(board).Changes)
                    {
                        Assert.DoesNotContain(InterruptedJobText.Tell(change, _someone) + Advice.For(change), c => char.IsControl(c));
                    }
                }
                catch (JournalException e)
                {
                    // Reading changes nothing: it is told again, and by every reader.
                    Assert.Equal(e.Message, Assert.ThrowsAny<JournalException>(() => journal.Read(board)).Message);
                    Assert.Equal(input, File.ReadAllBytes(journal.PathOf(board)));
                }
            });
        }
    }

    [Fact]
    public void Any_lock_is_a_holder_or_holds_nothing()
    {
        string path = Path.Combine(_folder.Path, "board.json");
        foreach (var (name, input) in Mutation.Of(Corpus.Of("holder"), Each))
        {
            File.WriteAllBytes(path, input);
            AssertBounded(name, () =>
            {
                var locks = new BoardLocks(_folder.Path);
                using var taken = locks.TryTake("board", LockHolder.Me("check", "port", TimeProvider.System), out var holder);
                Assert.True(taken is null != (holder is null), name);
                Assert.DoesNotContain(holder?.ToString() ?? "", c => char.IsControl(c));
            });
        }
    }

    [Fact]
    public void Any_manifest_of_a_backup_is_a_whole_backup_or_a_clear_refusal_and_opens_no_other_file()
    {
        string secret = _folder.Write("secret", "not yours"u8);
        var whole = new BoardBackup(new BackedUpBoard(null, "60_MK6", new FirmwareVersion(6, 5)), DateTimeOffset.UnixEpoch, "1.0",
            [BackupPart.TryParse(BackupPartKind.Qml, QmlPart)!], []);
        byte[] sound = File.ReadAllBytes(Path.Combine(BackupFolder.Write(Path.Combine(_folder.Path, "sound"), whole),
            BackupFolder.ManifestName));
        foreach (var (name, input) in Mutation.Of([("sound", sound), .. Corpus.Of("backup")], 2 * Each))
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "backup")).FullName;
            File.WriteAllBytes(Path.Combine(folder, BackupFolder.ManifestName), input);
            File.WriteAllBytes(Path.Combine(folder, "qml.bin"), QmlPart);
            AssertBounded(name, () =>
            {
                try
                {
                    Assert.All(BackupFolder.Load(folder).Parts, p => Assert.Equal(QmlPart, p.Content.ToArray()));
                }
                catch (BackupRejectedException e)
                {
                    Assert.False(string.IsNullOrWhiteSpace(e.Message), name);
                    Assert.DoesNotContain(e.Message, c => char.IsControl(c));
                }
            });
        }

        Assert.Equal("not yours", File.ReadAllText(secret));
    }

    [Fact]
    public void Any_list_of_an_export_is_one_or_a_clear_refusal_and_nothing_is_taken_that_it_does_not_name()
    {
        byte[] image = SyntheticImages.Bootloader();
        string list = $"{Convert.ToHexStringLower(SHA256.HashData(image))}  mine/own.bin\n";
        foreach (var (name, input) in Mutation.Of([("export", Encoding.UTF8.GetBytes(list)), .. Corpus.Of("export")], Each))
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "export")).FullName;
            File.WriteAllBytes(Path.Combine(folder, "SHA256SUMS"), input);
            AssertBounded(name, () =>
            {
                try
                {
                    var store = new ImageStore(Path.Combine(_folder.Path, "store"));
                    new BundleImport(store, ImageCatalog.Shipped, approved: null).TakeFolder(folder, _ => { }, CancellationToken.None);
                    Assert.Empty(store.List());
                }
                catch (ImageRejectedException e)
                {
                    Assert.False(string.IsNullOrWhiteSpace(e.Message) || string.IsNullOrWhiteSpace(ErrorTable.NextAfter(e)), name);
                    Assert.DoesNotContain(e.Message, c => char.IsControl(c));
                }
            });
        }
    }

    [Fact]
    public void Any_catalogue_is_one_or_a_json_error_at_its_line()
    {
        foreach (var (name, input) in Mutation.Of(Corpus.Of("catalogue"), 2 * Each))
        {
            AssertBounded(name, () =>
            {
                try
                {
                    var bootloaders = JsonSerializer.Deserialize(input, CatalogJson.Default.BootloaderCatalog);
                    if (bootloaders?.Images is { } images && images.All(i => i?.Sha256 is not null))
                    {
                        SectorContent.Judge(_sector, bootloaders);
                    }

                    JsonSerializer.Deserialize(input, CatalogJson.Default.FirmwareCatalog);
                }
                catch (JsonException e)
                {
                    Assert.NotNull(e.Message);
                }
            });
        }
    }

    private static byte[] QmlPart { get; } = SimulatedImage.StoredCode("a page"u8, 0);

    private static JobRecord Record() => new()
    {
        Schema = JobRecord.CurrentSchema,
        Begun = DateTimeOffset.UnixEpoch,
        Ended = DateTimeOffset.UnixEpoch,
        Command = "check",
        ExitCode = 0,
        Verdict = "ok",
        Tool = "1.0",
    };

    private static void AssertBounded(string name, Action parse)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        parse();
        long took = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(took < Bounded, $"{name}: {took} bytes were allocated");
    }
}
