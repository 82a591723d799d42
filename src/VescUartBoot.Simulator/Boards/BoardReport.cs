using System.Text.Json;
using System.Text.Json.Serialization;

namespace VescUartBoot.Simulator.Boards;

/// <summary>Events and flash content of a simulated board, for assertions and for <c>--report</c>.</summary>
public sealed record BoardReport
{
    /// <summary>The firmware in the application sectors; <see langword="null"/> if none of it runs.</summary>
    public string? Firmware { get; init; }

    /// <summary>The hardware name of that firmware.</summary>
    public string? Hardware { get; init; }

    /// <summary>The UUID in hex.</summary>
    public required string Uuid { get; init; }

    /// <summary>Current state of the board.</summary>
    public BoardState State { get; init; }

    /// <summary>Board time in seconds since creation.</summary>
    public double Seconds { get; init; }

    /// <summary>Kind of content in the bootloader sector: <c>blank</c>, <c>bootloader</c> (installs packed images), <c>old bootloader</c>,
    /// <c>other</c>.</summary>
    public required string Bootloader { get; init; }

    /// <summary>SHA-256 of each region of flash.</summary>
    public required IReadOnlyList<BoardRegion> Regions { get; init; }

    /// <summary>Erase count of each of the 12 sectors.</summary>
    public required IReadOnlyList<int> Erases { get; init; }

    /// <summary>Number of bytes programmed.</summary>
    public long BytesProgrammed { get; init; }

    /// <summary>Number of programmed bytes in which a bit should have changed from 0 to 1.</summary>
    public long ZeroToOneAttempts { get; init; }

    /// <summary>Accesses of unmapped addresses or outside the caller's area. Each is an error of the host.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Starts of the board with their causes.</summary>
    public required IReadOnlyList<BoardStart> Resets { get; init; }

    /// <summary>Result of each bootloader run.</summary>
    public required IReadOnlyList<BootloaderResult> BootloaderResults { get; init; }

    /// <summary>Result of each bootloader run with time, internal result code and LED signal.</summary>
    public required IReadOnlyList<BootloaderExit> BootloaderExits { get; init; }

    /// <summary>Count of decoded commands, by number.</summary>
    public required IReadOnlyDictionary<int, int> Commands { get; init; }

    /// <summary>Count of commands decoded but dropped, by reason: <c>unknown</c>, <c>blocking thread busy</c>, …</summary>
    public required IReadOnlyDictionary<string, int> Dropped { get; init; }

    /// <summary>Number of frames sent by the board.</summary>
    public long Replies { get; init; }

    /// <summary>Number of bytes received by the board.</summary>
    public long BytesIn { get; init; }

    /// <summary>Number of bytes lost because a queue was full or flash was busy.</summary>
    public long BytesLost { get; init; }

    /// <summary>Number of injected faults that occurred.</summary>
    public int FaultsStruck { get; init; }

    /// <summary>Reports of the boards behind this board on CAN.</summary>
    public IReadOnlyList<BoardReport> CanBoards { get; init; } = [];

    /// <summary>Report of the board wired to the SWD pins.</summary>
    public BoardReport? Target { get; init; }

    /// <summary>The report as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, BoardReportJson.Default.BoardReport);
}
