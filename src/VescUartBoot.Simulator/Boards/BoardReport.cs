using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Simulator.Boards;

/// <summary>What happened to a simulated board, and what its flash holds: for assertions and for <c>--report</c>.</summary>
public sealed record BoardReport
{
    /// <summary>The firmware in the application sectors; <see langword="null"/> where nothing there runs.</summary>
    public string? Firmware { get; init; }

    /// <summary>The hardware name of that firmware.</summary>
    public string? Hardware { get; init; }

    /// <summary>The UUID in hex.</summary>
    public required string Uuid { get; init; }

    /// <summary>What the board is doing.</summary>
    public BoardState State { get; init; }

    /// <summary>Seconds of board time since it was made.</summary>
    public double Seconds { get; init; }

    /// <summary>What the bootloader sector would do: <c>blank</c>, <c>bootloader</c> (knows packed images), <c>old bootloader</c>,
    /// <c>other</c>.</summary>
    public required string Bootloader { get; init; }

    /// <summary>SHA-256 of each region of flash.</summary>
    public required IReadOnlyList<BoardRegion> Regions { get; init; }

    /// <summary>Erases of each of the 12 sectors.</summary>
    public required IReadOnlyList<int> Erases { get; init; }

    /// <summary>Bytes programmed.</summary>
    public long BytesProgrammed { get; init; }

    /// <summary>Bytes of which a bit should have gone from 0 to 1.</summary>
    public long ZeroToOneAttempts { get; init; }

    /// <summary>Reads and writes of addresses that are not there, or not the caller's: every one is a mistake of the host.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Every start of the board, with its cause.</summary>
    public required IReadOnlyList<BoardStart> Resets { get; init; }

    /// <summary>What each run of a bootloader came to.</summary>
    public required IReadOnlyList<BootloaderResult> BootloaderResults { get; init; }

    /// <summary>The same with its time, the code inside the bootloader, and what its LEDs showed.</summary>
    public required IReadOnlyList<BootloaderExit> BootloaderExits { get; init; }

    /// <summary>How often each command was understood, by its number.</summary>
    public required IReadOnlyDictionary<int, int> Commands { get; init; }

    /// <summary>Commands that were understood and dropped, by its reason: <c>unknown</c>, <c>blocking thread busy</c>, …</summary>
    public required IReadOnlyDictionary<string, int> Dropped { get; init; }

    /// <summary>Frames that the board sent.</summary>
    public long Replies { get; init; }

    /// <summary>Bytes that the board took in.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes that were lost because a queue was full or flash was busy.</summary>
    public long BytesLost { get; init; }

    /// <summary>How many of the given faults struck.</summary>
    public int FaultsStruck { get; init; }

    /// <summary>The reports of the boards behind it on CAN.</summary>
    public IReadOnlyList<BoardReport> CanBoards { get; init; } = [];

    /// <summary>The report of the board that is wired to its SWD pins.</summary>
    public BoardReport? Target { get; init; }

    /// <summary>The report as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BoardReportJson.Default.BoardReport);
}
