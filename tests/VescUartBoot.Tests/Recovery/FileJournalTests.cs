using VescUartBoot.Chip;
using VescUartBoot.Recovery;
using VescUartBoot.TestKit;

namespace VescUartBoot.Tests.Recovery;

public sealed class FileJournalTests : IDisposable
{
    private static readonly Uuid _board = UuidOf("3a002b000f51383036343731");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_down_is_read_again_byte_for_byte()
    {
        var journal = Journal();
        var change = Change(ChangeKind.Bootloader) with
        {
            Content = [1, 2, 3],
            Sha256 = "ab",
            From = "5.03",
            To = "6.05",
            KeptIn = "/kept",
            Started = true
        };

        journal.Write(_board, new([change]));

        var read = Assert.Single(Journal().Read(_board).Changes);
        Assert.Equal([1, 2, 3], read.Content);
        Assert.Equal(change, read with { Content = change.Content });
        Assert.Equal([Path.GetFileName(journal.PathOf(_board))], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Where_nothing_is_open_no_page_is_left()
    {
        var journal = Journal();
        journal.Write(_board, new([Change(ChangeKind.ReadPath)]));
        journal.Write(_board, InterruptedJob.None);

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.Empty(journal.Read(_board).Changes);
        Assert.Empty(journal.Read(UuidOf("000000000000000000000001")).Changes);
    }

    [Fact]
    public void A_page_that_was_cut_at_any_byte_or_spoiled_is_said_by_every_reader_and_put_aside_by_the_next_writer()
    {
        var journal = Journal();
        journal.Write(_board, new([Change(ChangeKind.Bootloader)]));
        byte[] page = File.ReadAllBytes(journal.PathOf(_board));
        var spoiled = Enumerable.Range(0, page.Length - 1).Select(length => page[..length])
            .Append([.. page, .. page])
            .Append("null"u8.ToArray())
            .Append("{}"u8.ToArray())
            .Append(new byte[300 * 1024])
            .Append(
                [.. System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(page).Replace("image.bin", "a\\u001bb",
                    StringComparison.Ordinal))]);
        foreach (byte[] bytes in spoiled)
        {
            File.WriteAllBytes(journal.PathOf(_board), bytes);

            var said = Assert.Throws<JournalException>(() => journal.Read(_board));

            Assert.Contains("damaged", said.Message, StringComparison.Ordinal);
            Assert.Equal(said.Message, Assert.Throws<JournalException>(() => journal.Read(_board)).Message);
            Assert.Equal(bytes, File.ReadAllBytes(journal.PathOf(_board)));
            journal.Write(_board, new([Change(ChangeKind.ReadPath)]));
            Assert.Single(journal.Read(_board).Changes);
            string aside = Assert.Single(Directory.GetFiles(_folder.Path, "*.damaged-*"));
            Assert.Equal(bytes, File.ReadAllBytes(aside));
            File.Delete(aside);
        }
    }

    [Fact]
    public void A_page_of_a_newer_version_is_no_damage_and_is_never_written_over()
    {
        var journal = Journal();
        byte[] page = """{"schema": 2, "uuid": "3a002b000f51383036343731", "work": [{"kind": "wings"}]}"""u8.ToArray();
        File.WriteAllBytes(journal.PathOf(_board), page);

        Assert.Throws<JournalNewerException>(() => journal.Read(_board));
        Assert.Throws<JournalNewerException>(() => journal.Write(_board, new([Change(ChangeKind.ReadPath)])));
        Assert.Throws<JournalNewerException>(() => journal.Write(_board, InterruptedJob.None));

        Assert.Equal(page, File.ReadAllBytes(journal.PathOf(_board)));
    }

    [Fact]
    public void What_a_killed_writer_has_left_goes_with_the_next_page()
    {
        var journal = Journal();
        string left = journal.PathOf(_board) + ".4711.part";
        File.WriteAllBytes(left, [1]);
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-2));

        journal.Write(_board, new([Change(ChangeKind.ReadPath)]));

        Assert.Equal([journal.PathOf(_board)], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_and_leaves_no_half_file()
    {
        string file = _folder.Write("taken", [1]);
        var journal = new FileJournal(Path.Combine(file, "unfinished"), TimeProvider.System);

        Assert.Throws<JournalException>(() => journal.Write(_board, new([Change(ChangeKind.ReadPath)])));

        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    private FileJournal Journal() => new(_folder.Path, TimeProvider.System);

    private static InterruptedChange Change(ChangeKind kind) => new()
    {
        Kind = kind,
        What = "image.bin",
        Command = "install",
        ProcessId = 7,
        Since = DateTimeOffset.UnixEpoch,
    };

    private static Uuid UuidOf(string text) => Uuid.TryParse(text, out var uuid) ? uuid : throw new FormatException(text);
}
