namespace VescUartBoot.Station.Fleet;

/// <summary>What a station says of a board.</summary>
internal sealed record FleetBoard
{
    /// <summary>UUID of the board.</summary>
    public required string Uuid { get; init; }

    /// <summary>Hardware name, as the board told it.</summary>
    public string? Hardware { get; init; }

    /// <summary>Firmware version, as the board told it.</summary>
    public string? Firmware { get; init; }

    /// <summary>Verdict of its last job at this station: <c>ok</c> or the code of a failure.</summary>
    public string? Verdict { get; init; }

    /// <summary>The same in words.</summary>
    public string? Words { get; init; }

    /// <summary>The station.</summary>
    public required string Station { get; init; }

    /// <summary>Its site.</summary>
    public required string Site { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>Whether the board is plugged in.</summary>
    public bool Present { get; init; }

    /// <summary>When the station saw it change last, by its own clock.</summary>
    public DateTimeOffset Seen { get; init; }
}
