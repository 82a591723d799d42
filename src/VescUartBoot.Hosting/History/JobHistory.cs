using System.Buffers;
using VescUartBoot.Interop;
using VescUartBoot.IO;

namespace VescUartBoot.Hosting.History;

/// <summary>The jobs of all boards, one line of JSON each, in one file.</summary>
/// <remarks>
/// One process at a time works on the file, so two that end at once do not mix their lines. A line that a crash has cut is ended by the
/// next one that is added, and set aside by the next reader: it costs itself and nothing else.
/// </remarks>
/// <param name="path">The file; it and its folder are made when the first job is added.</param>
/// <param name="guard">An empty file that keeps two processes apart; it is made.</param>
/// <param name="time">Names what is set aside, and is waited by for another process.</param>
public sealed class JobHistory(string path, string guard, TimeProvider time)
{
    // No job writes a longer one.
    private const int MaxLine = 64 * 1024;
    private const int MostFiles = 10_000;
    private const byte NewLine = (byte)'\n';

    /// <summary>The file's size in bytes past which a job begins a new one; the full one gets a number: <c>history.1.ndjson</c>. Default 16
    /// MiB.</summary>
    public long MostBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Adds a job, on the disk before it returns.</summary>
    /// <exception cref="IOException">It cannot be written, and the file is as it was. So does <see cref="UnauthorizedAccessException"/>
    /// say.</exception>
    public void Add(JobRecord record)
    {
        using var alone = FileLock.Take(guard, time);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        RequireFile();
        MoveFullAway();
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        long end = file.Length;
        bool cut = end > 0 && ByteAt(file, end - 1) != NewLine;
        byte[] line = [.. cut ? "\n"u8 : default, .. System.Text.Encoding.UTF8.GetBytes(record.ToLine()), NewLine];
        try
        {
            file.Position = end;
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a line is worth nothing to anybody.
            if (file.Length > end)
            {
                file.SetLength(end);
            }

            throw;
        }
    }

    /// <summary>Reads all jobs, oldest first, one at a time. Lines that are none are moved to a file beside, and never fatal.</summary>
    /// <param name="each">Takes a job.</param>
    /// <exception cref="IOException">It cannot be read. So does <see cref="UnauthorizedAccessException"/> say.</exception>
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

    // A pipe would be waited for for ever, and a device holds nothing.
    private void RequireFile()
    {
        if (OperatingSystem.IsLinux() && DeviceNode.Of(path) is { IsFile: false })
        {
            throw new IOException($"{path} is no file");
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

    // First the damaged lines get their place, then the history loses them: a crash in between doubles them and loses nothing.
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
            // It was read all the same, and is said to be damaged.
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
        var buffer = new byte[16 * 1024];
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
