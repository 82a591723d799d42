using VescUartBoot.Hosting.History;

namespace VescUartBoot.EndToEnd;

/// <summary>The state directory that all screens are shown with: the history of a bench.</summary>
internal static class ScreenState
{
    private static readonly DateTimeOffset _morning = new(2026, 11, 2, 8, 30, 0, TimeSpan.Zero);

    public static string Folder { get; } = Make();

    private static string Make()
    {
        string folder = Path.Combine(Path.GetTempPath(), "vescboot-screens");
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "vescboot")).FullName, "history.ndjson");
        File.Delete(file);
        var history = new JobHistory(file, Path.Combine(folder, "guard"), TimeProvider.System);
        history.Add(Job("install", TimeSpan.Zero, 0, "ok") with
        {
            Bootloader = new("absent", "present"),
            Image = "vesc/generic-2022-12-08",
            Verified = "readback",
            BytesWritten = 5280,
            Operator = "Ada",
            Station = "bench 3",
        });
        history.Add(Job("upgrade", TimeSpan.FromMinutes(3), 8, "voltageLow") with
        {
            Message = "the supply is 4.8 V, and an upgrade needs 8 V",
            BoardState = "nothing on the board was changed; it works as before",
            Retries = 2,
            CorruptFrames = 1,
        });
        history.Add(Job("upgrade", TimeSpan.FromMinutes(7), 0, "ok") with
        {
            Firmware = new("6.05", "7.00"),
            Image = "7.00/60_MK6",
            Verified = "readback",
        });
        return folder;
    }

    private static JobRecord Job(string command, TimeSpan later, int exitCode, string verdict) => new()
    {
        Schema = JobRecord.CurrentSchema,
        Begun = _morning + later,
        Ended = _morning + later + TimeSpan.FromSeconds(2),
        Command = command,
        ExitCode = exitCode,
        Verdict = verdict,
        Tool = "0.1.0",
        Uuid = "3a002b000f51383036343731",
        Hardware = "60_MK6",
        Port = "/dev/ttyACM0",
        Seconds = 2,
    };
}
