using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Station.Work;

/// <summary>What the screen shows of one board.</summary>
/// <param name="Id">Number of the place, stable as long as the port is there.</param>
/// <param name="Port">Name of the port.</param>
/// <param name="State">State of the job.</param>
/// <param name="Since">Time of the last change of <paramref name="State"/>, in UTC.</param>
internal sealed record Tile(int Id, string Port, TileState State, DateTimeOffset Since)
{
    /// <summary>Hardware name of the board.</summary>
    public string? Hardware { get; init; }

    /// <summary>UUID of the board.</summary>
    public string? Uuid { get; init; }

    /// <summary>Firmware version of the board.</summary>
    public string? Firmware { get; init; }

    /// <summary>Serial number of the board.</summary>
    public string? Serial { get; init; }

    /// <summary>Phase of the running job.</summary>
    public JobPhase? Phase { get; init; }

    /// <summary>Progress of the phase in per cent.</summary>
    public int? Percent { get; init; }

    /// <summary>Estimated seconds to the end of the job.</summary>
    public int? SecondsLeft { get; init; }

    /// <summary>What is happening, or how the job ended, in a sentence.</summary>
    public string Text { get; init; } = "";

    /// <summary>Next step of the person.</summary>
    public string? Next { get; init; }

    /// <summary>Code of the failure.</summary>
    public string? Code { get; init; }

    /// <summary>What the board holds after a failure.</summary>
    public string? BoardState { get; init; }

    /// <summary>Id of the job's record.</summary>
    public Guid? Job { get; init; }
}
