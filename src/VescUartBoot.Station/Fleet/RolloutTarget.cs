namespace VescUartBoot.Station.Fleet;

/// <summary>What the boards get.</summary>
internal sealed record RolloutTarget
{
    /// <summary>The firmware version that a board runs afterwards, which its station has to prove; <see langword="null"/>: the recipe
    /// leaves the firmware alone.</summary>
    public string? Firmware { get; set; }

    /// <summary>The recipe, one of <see cref="Files"/>.</summary>
    public required string Recipe { get; init; }

    /// <summary>The recipe and every file that it names: plain file name and SHA-256.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Further images that may be written, by SHA-256: those that the recipe takes from the catalogue. The files are
    /// approved.</summary>
    public IReadOnlyList<string> Images { get; set; } = [];
}
