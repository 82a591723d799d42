using System.Text.Json.Serialization;

namespace VescUartBoot.Station.Fleet;

/// <summary>One board in a rollout, with the evidence of its verdict.</summary>
internal sealed record BoardStep
{
    /// <summary>UUID of the board.</summary>
    public required string Uuid { get; init; }

    /// <summary>Number of its group, from 0.</summary>
    public required int Group { get; init; }

    /// <summary>Its place in the rollout.</summary>
    public int Place { get; init; }

    /// <summary>The state.</summary>
    public StepState State { get; init; }

    /// <summary>Whether a person accepted the failure: it counts no more.</summary>
    public bool Accepted { get; init; }

    /// <summary>The station of the last change.</summary>
    public string? Station { get; init; }

    /// <summary>Number of the ticket of the last change.</summary>
    public long? Ticket { get; init; }

    /// <summary><c>ok</c>, or the code of the failure or of the wait.</summary>
    public string? Code { get; init; }

    /// <summary>The same in words.</summary>
    public string? Words { get; init; }

    /// <summary>Firmware before.</summary>
    public string? FirmwareBefore { get; init; }

    /// <summary>Firmware after.</summary>
    public string? FirmwareAfter { get; init; }

    /// <summary>SHA-256 of what is in the bootloader sector, where it was read.</summary>
    public string? BootloaderSha256 { get; init; }

    /// <summary>What the board holds after a failure.</summary>
    public string? BoardState { get; init; }

    /// <summary>How the verdict was found.</summary>
    public string? Evidence { get; init; }

    /// <summary>Id of the record at the station.</summary>
    public Guid? Record { get; init; }

    /// <summary>When it was written, by the clock of the server.</summary>
    [JsonIgnore]
    public DateTimeOffset Changed { get; init; }

    /// <summary>Whether the board has a verdict, or its ticket was taken back.</summary>
    [JsonIgnore]
    public bool IsOver => State is StepState.Done or StepState.Failed or StepState.Silent;

    /// <summary>Whether it counts as failed.</summary>
    [JsonIgnore]
    public bool CountsAsFailed => !Accepted && State is (StepState.Failed or StepState.Silent);
}
