using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Hosting.History;

/// <summary>One job in the history. An absent field is unknown or does not apply to the job.</summary>
public sealed record JobRecord
{
    /// <summary>Schema version of this record.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Always <see cref="CurrentSchema"/>.</summary>
    public required int Schema { get; init; }

    /// <summary>Start of the job, in UTC.</summary>
    public required DateTimeOffset Begun { get; init; }

    /// <summary>End of the job, in UTC.</summary>
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

    /// <summary>Port of the board.</summary>
    public string? Port { get; init; }

    /// <summary>Firmware before and after.</summary>
    public BeforeAndAfter? Firmware { get; init; }

    /// <summary>Bootloader before and after: absent, present, damaged, unknown.</summary>
    public BeforeAndAfter? Bootloader { get; init; }

    /// <summary>SHA-256 of the bootloader sector, if it was read.</summary>
    public string? BootloaderSha256 { get; init; }

    /// <summary>Name of the image that was written or compared.</summary>
    public string? Image { get; init; }

    /// <summary>SHA-256 of the image.</summary>
    public string? ImageSha256 { get; init; }

    /// <summary>Size of the image in bytes.</summary>
    public int? ImageSize { get; init; }

    /// <summary>The files of settings that the board holds now.</summary>
    public IReadOnlyList<RecordedSettings>? Settings { get; init; }

    /// <summary>Verification of the result: readback, jump, none.</summary>
    public string? Verified { get; init; }

    /// <summary>Number of bootloader bytes programmed.</summary>
    public int? BytesWritten { get; init; }

    /// <summary>Path of the saved old content, backup or region.</summary>
    public string? SavedTo { get; init; }

    /// <summary>Error message.</summary>
    public string? Message { get; init; }

    /// <summary>State of the board after a failure, as text.</summary>
    public string? BoardState { get; init; }

    /// <summary>Number of requests sent, including repeated ones.</summary>
    public long? Commands { get; init; }

    /// <summary>Number of repeated requests.</summary>
    public long? Retries { get; init; }

    /// <summary>Number of times that the stream contained bytes outside a frame.</summary>
    public long? CorruptFrames { get; init; }

    /// <summary>Duration in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Operator, as given.</summary>
    public string? Operator { get; init; }

    /// <summary>Station, as given.</summary>
    public string? Station { get; init; }

    /// <summary>Returns the record as one line of JSON, without a line end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, RecordJson.Default.JobRecord);

    /// <summary>Parses a line; returns <see langword="null"/> if it is not a record.</summary>
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
