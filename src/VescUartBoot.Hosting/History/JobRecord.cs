using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Hosting.History;

/// <summary>One job, as the history keeps it. Absent means unknown, or that the job has no such thing.</summary>
public sealed record JobRecord
{
    /// <summary>The shape of this record.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Always <see cref="CurrentSchema"/>.</summary>
    public required int Schema { get; init; }

    /// <summary>When the job began, in UTC.</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>When it ended, in UTC.</summary>
    public required DateTimeOffset Ended { get; init; }

    /// <summary>The command, such as <c>install</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The exit code.</summary>
    public required int ExitCode { get; init; }

    /// <summary><c>ok</c>, or the code of the failure, as in the final JSON event.</summary>
    public required string Verdict { get; init; }

    /// <summary>The version of the tool.</summary>
    public required string Tool { get; init; }

    /// <summary>The board's UUID, 24 lower-case hexadecimal digits.</summary>
    public string? Uuid { get; init; }

    /// <summary>The board's hardware name.</summary>
    public string? Hardware { get; init; }

    /// <summary>The port that it hung on.</summary>
    public string? Port { get; init; }

    /// <summary>Its firmware before and after.</summary>
    public BeforeAndAfter? Firmware { get; init; }

    /// <summary>Its bootloader before and after: absent, present, damaged, unknown.</summary>
    public BeforeAndAfter? Bootloader { get; init; }

    /// <summary>SHA-256 of what is in the bootloader sector, where it was read.</summary>
    public string? BootloaderSha256 { get; init; }

    /// <summary>Name of the image that was written or compared.</summary>
    public string? Image { get; init; }

    /// <summary>Its SHA-256.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>Its size in bytes.</summary>
    public int? ImageSize { get; init; }

    /// <summary>The files of settings that the board holds now.</summary>
    public IReadOnlyList<RecordedSettings>? Settings { get; init; }

    /// <summary>How the result was proved: readback, jump, none.</summary>
    public string? Verified { get; init; }

    /// <summary>Bytes of a bootloader that were programmed.</summary>
    public int? BytesWritten { get; init; }

    /// <summary>Where the old content, the backup or the region was saved.</summary>
    public string? SavedTo { get; init; }

    /// <summary>What went wrong, in words.</summary>
    public string? Message { get; init; }

    /// <summary>What the board held after a failure, in words.</summary>
    public string? BoardState { get; init; }

    /// <summary>Requests sent, repeated ones included.</summary>
    public long? Commands { get; init; }

    /// <summary>How often a request was repeated.</summary>
    public long? Retries { get; init; }

    /// <summary>How often the stream held bytes that were no frame.</summary>
    public long? CorruptFrames { get; init; }

    /// <summary>From the start to the end, in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Who did it, as given.</summary>
    public string? Operator { get; init; }

    /// <summary>Where it was done, as given.</summary>
    public string? Station { get; init; }

    /// <summary>The record as one line of JSON, without its end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, RecordJson.Default.JobRecord);

    /// <summary>Reads a line, or returns <see langword="null"/>: it is none.</summary>
    public static JobRecord? TryParse(ReadOnlySpan<byte> line)
    {
        try
        {
            var record = JsonSerializer.Deserialize(line, RecordJson.Default.JobRecord);
            return record is { Schema: CurrentSchema } && record.Begun <= record.Ended ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
