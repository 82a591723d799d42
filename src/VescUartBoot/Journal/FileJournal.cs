using System.Text.Json;
using VescUartBoot.Boards;
using VescUartBoot.Messages;

namespace VescUartBoot.Journal;

/// <summary>A file for each board with unfinished work, <c>FOLDER/UUID.json</c>. Where nothing is open there is none.</summary>
/// <remarks>
/// A page is replaced whole: written beside, forced to the disk, renamed, and the folder forced too. So a crash at any byte leaves
/// the page before or the page after.
/// </remarks>
/// <param name="folder">It is made when the first page is written.</param>
/// <param name="time">Names what is set aside.</param>
public sealed class FileJournal(string folder, TimeProvider time) : IJobJournal
{
    // Two whole sectors in base64, the other changes, and room.
    private const int MaxPage = 512 * 1024;
    private const int MaxChanges = 16;

    /// <summary>The page of a board.</summary>
    public string PathOf(Uuid board) => Path.Combine(folder, $"{board}.json");

    /// <summary>The boards that something is open on.</summary>
    /// <exception cref="JournalException">The folder cannot be read.</exception>
    public IReadOnlyList<Uuid> Boards()
    {
        try
        {
            return !Directory.Exists(folder) ? [] :
            [
                .. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
                    .Select(f => Uuid.TryParse(Path.GetFileNameWithoutExtension(f), out var uuid) ? uuid : (Uuid?)null)
                    .OfType<Uuid>(),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {folder} cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public UnfinishedWork Read(Uuid board)
    {
        string path = PathOf(board);
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                return UnfinishedWork.None;
            }

            if (info.Length is 0 or > MaxPage)
            {
                throw SetAside(path, $"it has {info.Length} bytes");
            }

            var page = JsonSerializer.Deserialize(File.ReadAllBytes(path), JournalJson.Default.JournalPage);
            string? wrong = page is null ? "it is empty" : WrongWith(page, board);
            return wrong is null ? new UnfinishedWork(page!.Changes) : throw SetAside(path, wrong);
        }
        catch (JsonException e)
        {
            throw SetAside(path, $"it is not understood (line {e.LineNumber + 1})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {path} cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Write(Uuid board, UnfinishedWork open)
    {
        string path = PathOf(board);
        try
        {
            if (open.Changes.Count == 0)
            {
                DurableFile.Delete(path);
                return;
            }

            var page = new JournalPage { Schema = JournalPage.CurrentSchema, Uuid = board.ToString(), Changes = open.Changes };
            DurableFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(page, JournalJson.Default.JournalPage));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {path} cannot be written: {e.Message}", e);
        }
    }

    private static string? WrongWith(JournalPage page, Uuid board) =>
        page.Schema != JournalPage.CurrentSchema ? $"it is of another make (schema {page.Schema}; this version reads {JournalPage.CurrentSchema})"
        : page.Uuid != board.ToString() ? "it is of another board"
        : page.Changes.Count > MaxChanges || page.Changes.Any(c => c is null || c.Content?.Length > FlashMap.Bootloader.Length || c.Before?.Length > FlashMap.Bootloader.Length) ? "it holds what no run writes"
        : page.Changes.SelectMany(c => new[] { c.What, c.Command, c.From, c.To, c.KeptIn, c.SavedIn, c.Sha256 }).Any(t => t?.Any(char.IsControl) ?? false) ? "it holds control characters"
        : null;

    // The bytes are kept for whoever wants to look, and hinder nobody.
    private JournalException SetAside(string path, string why)
    {
        string aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        try
        {
            File.Move(path, aside, overwrite: true);
            return new JournalException($"the journal of this board was damaged ({why}) and is set aside in {aside}: what an earlier run left half done is not known");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new JournalException($"the journal {path} is damaged ({why}) and cannot be set aside: {e.Message}", e);
        }
    }
}
