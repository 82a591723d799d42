using System.Buffers;
using VescUartBoot.Interop;
using VescUartBoot.IO;

namespace VescUartBoot.Hosting.History;

/// <summary>The job history of all boards: one file with one line of JSON for each job.</summary>
/// <remarks>
/// One process at a time accesses the file, so lines of two jobs that end at once do not mix. The next writer ends a line truncated by a
/// crash, and the next reader sets it aside; no other line is lost.
/// </remarks>
/// <param name="path">The file; it and its folder are created with the first job.</param>
/// <param name="guard">An empty lock file against concurrent access; it is created.</param>
/// <param name="time">Clock for the names of set-aside files and for the wait for another process.</param>
public sealed class JobHistory(string path, string guard, TimeProvider time)
{
    // No job writes a longer line.
    private const int MaxLine = 64 * 1024;
    private const int MostFiles = 10_000;
    private const byte NewLine = (byte)'\n';

    /// <summary>Size in bytes above which a job starts a new file; the full file gets a number: <c>history.1.ndjson</c>. Default 16
    /// MiB.</summary>
    public long MostBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Adds jobs, and flushes them to the disk at once.</summary>
    /// <exception cref="IOException">The file cannot be written and is unchanged; also reported as
    /// <see cref="UnauthorizedAccessException"/>.</exception>
    public void Add(params IReadOnlyCollection<JobRecord> records)
    {
        using var alone = FileLock.Take(guard, time);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RequireFile();
        MoveFullAway();
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        long end = file.Length;
        bool cut = end > 0 && ByteAt(file, end - 1) != NewLine;
        byte[] lines = System.Text.Encoding.UTF8.GetBytes((cut ? "\n" : "") + string.Concat(records.Select(r => r.ToLine() + "\n")));
        try
        {
            file.Position = end;
            file.Write(lines);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // A partial line is useless.
            if (file.Length > end)
            {
                file.SetLength(end);
            }

            throw;
        }
    }

    /// <summary>Reads all jobs, oldest first, one at a time. Damaged lines are moved to another file and are never fatal.</summary>
    /// <param name="each">Receives each job.</param>
    /// <exception cref="IOException">The file cannot be read; also reported as <see cref="UnauthorizedAccessException"/>.</exception>
    public HistoryDamage Read(Action<JobRecord> each)
    {
        int damaged = 0;
        string? aside = null;
        foreach (string file in Numbered().Append(path).Where(File.Exists))
        {
            RequireFile();
            int bad = 0;
            foreach (byte[] line in LinesOf(file))
            {
                if (RecordIn(line) is { } record)
                {
                    each(record);
                }
                else
                {
                    bad += line.Length == 0 ? 0 : 1;
                }
            }

            damaged += bad;
            aside = bad == 0 ? aside : SetAside(file) ?? aside;
        }

        return new HistoryDamage(damaged, aside);
    }

    private static JobRecord? RecordIn(byte[] line) => line.Length is > 0 and <= MaxLine ? JobRecord.TryParse(line) : null;

    // Reading a pipe could wait forever, and a device has no content.
    private void RequireFile()
    {
        if (OperatingSystem.IsLinux() && DeviceNode.Of(path) is { IsFile: false })
        {
            throw new IOException($"{path} is not a file");
        }
    }

    private void MoveFullAway()
    {
        if (File.Exists(path) && new FileInfo(path).Length > MostBytes)
        {
            File.Move(path, NameOf(Numbered().Count() + 1));
        }
    }

    private IEnumerable<string> Numbered() => Enumerable.Range(1, MostFiles).Select(NameOf).TakeWhile(File.Exists);

    private string NameOf(int number) =>
        Path.Combine(Path.GetDirectoryName(path)!, $"{Path.GetFileNameWithoutExtension(path)}.{number}{Path.GetExtension(path)}");

    // The damaged lines are first copied, then removed from the history: a crash in between duplicates them and loses nothing.
    private string? SetAside(string file)
    {
        string aside = $"{file}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}";
        try
        {
            using var alone = FileLock.Take(guard, time);
            AtomicFile.Replace(aside, stream => Copy(file, stream, line => RecordIn(line) is null));
            AtomicFile.Replace(file, stream => Copy(file, stream, line => RecordIn(line) is not null));
            return aside;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The history was still read, and the damage is reported.
            return null;
        }
    }

    private static void Copy(string file, Stream to, Predicate<byte[]> which)
    {
        foreach (byte[] line in LinesOf(file).Where(l => l.Length > 0 && which(l)))
        {
            to.Write(line);
            to.WriteByte(NewLine);
        }
    }

    private static IEnumerable<byte[]> LinesOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var line = new ArrayBufferWriter<byte>();
        byte[] buffer = new byte[16 * 1024];
        for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            int at = 0;
            for (int end = buffer.AsSpan(at, read - at).IndexOf(NewLine); end >= 0; end = buffer.AsSpan(at, read - at).IndexOf(NewLine))
            {
                line.Write(buffer.AsSpan(at, end));
                yield return line.WrittenSpan.ToArray();
                line.ResetWrittenCount();
                at += end + 1;
            }

            line.Write(buffer.AsSpan(at, read - at));
        }

        yield return line.WrittenSpan.ToArray();
    }

    private static byte ByteAt(FileStream file, long offset)
    {
        file.Position = offset;
        return (byte)file.ReadByte();
    }
}
