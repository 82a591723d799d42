using System.Text;
using System.Text.Json.Serialization;

using VescUartBoot.Hosting.History;

namespace VescUartBoot.Station.Records;

/// <summary>One job of the station.</summary>
/// <param name="Id">Id of the job, unique over all stations.</param>
/// <param name="Job">The job as the history of the tool keeps it.</param>
internal sealed record StationRecord(Guid Id, JobRecord Job)
{
    /// <summary>Name of the recipe; <see langword="null"/>: there was none.</summary>
    public string? Recipe { get; init; }

    /// <summary>The lot that was entered.</summary>
    public string? Lot { get; init; }

    /// <summary>The serial number of the board.</summary>
    public string? Serial { get; init; }

    /// <summary>Sentences that say how the verdict was found.</summary>
    public string? Evidence { get; init; }

    /// <summary>The last frames of a job that failed, in the format of <c>docs/trace-format.md</c>. Searches leave it out.</summary>
    [JsonIgnore]
    public string? Trace { get; init; }

    /// <summary><see langword="true"/>: frames are kept.</summary>
    public bool? HasTrace { get; init; }

    /// <summary><see langword="true"/>: the shared records do not have it yet.</summary>
    public bool? Waits { get; init; }

    /// <summary>Reads the line of a job.</summary>
    /// <param name="id">Id of the job.</param>
    /// <param name="line">The line.</param>
    /// <exception cref="RecordsException">It is none.</exception>
    internal static JobRecord JobOf(Guid id, string line) => JobRecord.TryParse(Encoding.UTF8.GetBytes(line))
        ?? throw new RecordsException($"the record {id} is of a newer version, or damaged");
}
