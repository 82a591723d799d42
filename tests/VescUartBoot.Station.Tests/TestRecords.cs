using VescUartBoot.Hosting.History;
using VescUartBoot.Station.Records;

namespace VescUartBoot.Station.Tests;

/// <summary>Jobs as a station writes them.</summary>
internal static class TestRecords
{
    private static readonly DateTimeOffset _start = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A job that ended at a minute.</summary>
    public static StationRecord Job(int minute, string station = "line-1") => new(Guid.CreateVersion7(), new JobRecord
    {
        Schema = JobRecord.CurrentSchema,
        Begun = _start.AddMinutes(minute),
        Ended = _start.AddMinutes(minute).AddSeconds(9),
        Command = "install",
        ExitCode = 0,
        Verdict = "ok",
        Tool = "station 0",
        Uuid = $"{minute:x24}",
        Hardware = "60_MK6",
        Station = station,
    })
    {
        Recipe = "Batch 7",
        Lot = "L7",
        Evidence = "read back",
    };
}
