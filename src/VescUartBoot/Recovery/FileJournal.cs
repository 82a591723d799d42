using System.Text.Json;
using VescUartBoot.Chip;
using VescUartBoot.IO;

namespace VescUartBoot.Recovery;

/// <summary>A journal with one file, <c>FOLDER/UUID.json</c>, for each board with incomplete work. Without incomplete work there is no
/// file.</summary>
/// <remarks>
/// A file is replaced atomically: written under another name, flushed to the disk, renamed, and the folder flushed. So a crash at any
/// moment leaves either the old or the new content.
/// </remarks>
/// <param name="folder">The folder; created when the first file is written.</param>
/// <param name="time">The clock for the names of files that are set aside.</param>
internal sealed class FileJournal(string folder, TimeProvider time) : JobJournal
{
    // Two complete sectors in base64, the other changes, and a reserve.
    private const int MaxPage = 512 * 1024;
    private const int MaxChanges = 16;

    /// <summary>The path of the file of a board.</summary>
    public string PathOf(Uuid board) => Path.Combine(folder, $"{board}.json");

    /// <summary>The boards with incomplete work.</summary>
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
            throw new JournalException($"the journal {folder} cannot be read: {IOErrorText.Of(e)}", e);
        }
    }

    /// <inheritdoc/>
    internal override InterruptedJob Read(Uuid board)
    {
        string path = PathOf(board);
        try
        {
            var info = new FileInfo(path);
            if (!info.Exists)
            {
                return InterruptedJob.None;
            }

            if (info.Length is 0 or > MaxPage)
            {
                throw Damaged(path, $"it has {info.Length} bytes");
            }

            byte[] text = File.ReadAllBytes(path);
            if (SchemaOf(text) is > JournalPage.CurrentSchema and var schema)
            {
                throw new JournalNewerException(
                    $"the journal {path} is of a newer version (schema {schema}; this one reads {JournalPage.CurrentSchema}), which knows "
                        + "what an earlier run left half done");
            }

            var page = JsonSerializer.Deserialize(text, JournalJson.Default.JournalPage);
            string? wrong = page is null ? "it is empty" : WrongWith(page, board);
            return wrong is null ? new InterruptedJob(page!.Changes) { Placed = page.Placed } : throw Damaged(path, wrong);
        }
        catch (JsonException e)
        {
            throw Damaged(path, $"it is not understood (line {e.LineNumber + 1})");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {path} cannot be read: {IOErrorText.Of(e)}", e);
        }
    }

    /// <inheritdoc/>
    internal override void Write(Uuid board, InterruptedJob open)
    {
        string path = PathOf(board);
        try
        {
            SetAsideDamaged(board);
            if (open is { Changes.Count: 0, Placed: null })
            {
                AtomicFile.Delete(path);
                return;
            }

            var page = new JournalPage
            {
                Schema = JournalPage.CurrentSchema,
                Uuid = board.ToString(),
                Changes = open.Changes,
                Placed = open.Placed
            };
            AtomicFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(page, JournalJson.Default.JournalPage));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the journal {path} cannot be written: {IOErrorText.OfWriting(e)}", e);
        }
    }

    private static string? WrongWith(JournalPage page, Uuid board) =>
        page.Schema != JournalPage.CurrentSchema
            ? $"it is of another make (schema {page.Schema}; this version reads {JournalPage.CurrentSchema})"
        : page.Uuid != board.ToString() ? "it is of another board"
        : page.Changes.Count > MaxChanges
            || page.Changes.Any(c => c is null || c.Content?.Length > FlashMap.Bootloader.Length
                || c.Before?.Length > FlashMap.Bootloader.Length) ? "it holds what no run writes"
        : page.Changes.SelectMany(c => new[] { c.What, c.Command, c.From, c.To, c.KeptIn, c.SavedIn, c.Sha256, c.Hardware })
            .Append(page.Placed?.Image)
            .Append(page.Placed?.Sha256).Any(t => t?.Any(char.IsControl) ?? false) ? "it holds control characters"
        : null;

    // A file of a newer version may have unknown content, so its schema number is read first.
    private static int? SchemaOf(byte[] text)
    {
        using var page = JsonDocument.Parse(text);
        return page.RootElement.ValueKind == JsonValueKind.Object && page.RootElement.TryGetProperty("schema", out var schema)
            && schema.ValueKind == JsonValueKind.Number && schema.TryGetInt32(out int number) ? number : null;
    }

    // Reading changes nothing. The next job on this board sets the file aside when it records its first change.
    private static JournalException Damaged(string path, string why) =>
        new($"the journal of this board, {path}, is damaged ({why}): what an earlier run left half done is not known");

    // Damaged files are kept under another name, where they do not disturb.
    private void SetAsideDamaged(Uuid board)
    {
        try
        {
            _ = Read(board);
        }
        catch (JournalNewerException)
        {
            throw;
        }
        catch (JournalException) when (File.Exists(PathOf(board)))
        {
            File.Move(PathOf(board), $"{PathOf(board)}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}", overwrite: true);
        }
    }
}
