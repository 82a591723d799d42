using System.Buffers;
using VescUartBoot.Boards;

namespace VescUartBoot.Journal;

/// <summary>What a history file holds.</summary>
/// <param name="Records">The jobs, oldest first.</param>
/// <param name="DamagedLines">How many lines were none.</param>
/// <param name="SetAsideIn">Where the damaged lines are now; <see langword="null"/>: they could not be set aside, or there were none.</param>
public sealed record HistoryContent(IReadOnlyList<JobRecord> Records, int DamagedLines, string? SetAsideIn);

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
    private const long MaxFile = 256L * 1024 * 1024;
    private const byte NewLine = (byte)'\n';

    /// <summary>Adds a job, on the disk before it returns.</summary>
    /// <exception cref="IOException">It cannot be written, and the file is as it was. So does <see cref="UnauthorizedAccessException"/> say.</exception>
    public void Add(JobRecord record)
    {
        using var alone = FileGuard.Take(guard, time);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
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

    /// <summary>Reads all jobs. Lines that are none are moved to a file beside, and never fatal.</summary>
    /// <exception cref="IOException">It cannot be read. So does <see cref="UnauthorizedAccessException"/> say.</exception>
    public HistoryContent Read()
    {
        if (!File.Exists(path))
        {
            return new HistoryContent([], 0, null);
        }

        using var alone = FileGuard.Take(guard, time);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > MaxFile)
        {
            throw new IOException($"{path} has {file.Length} bytes; {MaxFile} are possible");
        }

        var damaged = new ArrayBufferWriter<byte>();
        var sound = new ArrayBufferWriter<byte>();
        List<JobRecord> records = [];
        int bad = 0;
        foreach (byte[] line in Lines(file))
        {
            if (line.Length == 0)
            {
                continue;
            }

            var record = line.Length <= MaxLine ? JobRecord.TryParse(line) : null;
            bad += record is null ? 1 : 0;
            var target = record is null ? damaged : sound;
            target.Write(line);
            target.Write([NewLine]);
            if (record is not null)
            {
                records.Add(record);
            }
        }

        return new HistoryContent(records, bad, bad == 0 ? null : SetAside(damaged.WrittenSpan, sound.WrittenSpan));
    }

    // First the damaged lines get their place, then the history loses them: a crash in between doubles them and loses nothing.
    private string? SetAside(ReadOnlySpan<byte> damaged, ReadOnlySpan<byte> sound)
    {
        string aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff'Z'}";
        try
        {
            DurableFile.Replace(aside, damaged);
            DurableFile.Replace(path, sound);
            return aside;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was read all the same, and is said to be damaged.
            return null;
        }
    }

    private static IEnumerable<byte[]> Lines(FileStream file)
    {
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
