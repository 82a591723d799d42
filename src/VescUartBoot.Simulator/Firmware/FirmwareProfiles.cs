namespace VescUartBoot.Simulator.Firmware;

/// <summary>The table of versions: a row for each firmware that a simulated board can run. All behaviour follows from it.</summary>
public static class FirmwareProfiles
{
    private const FirmwareCommands V348 = FirmwareCommands.Selective;
    private const FirmwareCommands V358 = V348 | FirmwareCommands.TerminalSync | FirmwareCommands.Probe;
    private const FirmwareCommands V359 = V358 | FirmwareCommands.EraseBootloader | FirmwareCommands.ProbePins;
    private const FirmwareCommands V402 = V359 | FirmwareCommands.Lzo | FirmwareCommands.ProbeRead | FirmwareCommands.TerminalUptime;
    private const FirmwareCommands V503 = V402 | FirmwareCommands.Qml | FirmwareCommands.ProbeHalt;
    private const FirmwareCommands V600 = V503 | FirmwareCommands.Lisp | FirmwareCommands.CustomConfig;
    private const FirmwareCommands V606 = V600 | FirmwareCommands.FirmwareInfo;

    private static readonly FirmwareProfile[] Rows = MakeRows();

    /// <summary>The rows, oldest first, the vendor fork last.</summary>
    public static IReadOnlyList<FirmwareProfile> All => Rows;

    /// <summary>The row called <paramref name="name"/>: <c>6.05</c>, <c>7.01-test1</c> (or <c>7.01</c>), <c>23.46</c> (or
    /// <c>fork</c>).</summary>
    /// <exception cref="SimulatorException">There is no such row; the message lists them.</exception>
    public static FirmwareProfile Named(string name)
    {
        string known = name switch
        {
            "7.01" or "7.01t1" => "7.01-test1",
            "fork" => "23.46",
            _ => name,
        };
        return Array.Find(Rows, row => row.Name == known)
            ?? throw new SimulatorException(
                $"There is no simulated firmware \"{name}\". Known: {string.Join(", ", Rows.Select(row => row.Name))}.");
    }

    private static FirmwareProfile[] MakeRows()
    {
        var v340 = new FirmwareProfile
        {
            Name = "3.40",
            Major = 3,
            Minor = 40,
            ReplyFields = 0,
            Commands = FirmwareCommands.None,
            Resynchronises = false,
            ReceiverIdle = TimeSpan.FromSeconds(1),
            MaxPayload = 1024,
            ShortFormLimit = 256,
            SendsEmptyFrames = true,
            StaysLockedOnFlashError = true,
            ImageSize = 393_208,
            ChecksItself = false,
            SlowWatchdogReload = 0,
            ReportsWatchdogReset = false,
            StartsSlowly = true,
            UsbWriteTimeout = null,
            UartQueue = 1024,
            CanBuffer = 1024,
        };
        var v348 = v340 with
        {
            Name = "3.48",
            Minor = 48,
            ReplyFields = 1,
            Commands = V348,
            Resynchronises = true,
            MaxPayload = 512,
            ShortFormLimit = 255,
            SendsEmptyFrames = false,
            UartQueue = 128,
            CanBuffer = 512,
        };
        var v349 = v348 with { Name = "3.49", Minor = 49, SlowWatchdogReload = 1400, ReportsWatchdogReset = true };
        var v358 = v349 with
        {
            Name = "3.58",
            Minor = 58,
            Commands = V358,
            SlowWatchdogReload = 4000,
            ChecksItself = true,
            UsbWriteTimeout = TimeSpan.FromMilliseconds(100),
        };
        var v359 = v358 with { Name = "3.59", Minor = 59, Commands = V359 };
        var v402 = v359 with { Name = "4.02", Major = 4, Minor = 2, Commands = V402, StartsSlowly = false };
        var v502 = v402 with
        {
            Name = "5.02",
            Major = 5,
            Minor = 2,
            ReplyFields = 4,
            EchoesOffset = true,
            GuardsSecondMotor = true,
            SecondMotorHasOwnUuid = true,
        };
        var v503 = v502 with
        {
            Name = "5.03",
            Minor = 3,
            ReplyFields = 7,
            Commands = V503,
            ReceiverIdle = null,
            MotorWait = MotorWait.First,
            StaysLockedOnFlashError = false,
            QmlSector = 7,
        };
        var v600 = v503 with
        {
            Name = "6.00",
            Major = 6,
            Minor = 0,
            ReplyFields = 9,
            Commands = V600,
            MotorWait = MotorWait.Both,
            QmlSector = 9,
            LispSector = 10,
            AnswersEmptyCode = true,
            ImageSize = 524_280,
            SettingsFill = 0,
        };
        var v602 = v600 with { Name = "6.02", Minor = 2, NvmSector = 8 };
        var v605 = v602 with { Name = "6.05", Minor = 5, ReplyFields = 10 };
        var v606 = v605 with
        {
            Name = "6.06",
            Minor = 6,
            Commands = V606,
            NvmSector = 11,
            LispHeapSector = 8,
            ErasesCodeByFirstByte = true,
            FaultResetsAtOnce = true,
        };
        var v700 = v606 with { Name = "7.00", Major = 7, Minor = 0 };
        var v701 = v700 with { Name = "7.01-test1", Minor = 1, Test = 1, HasCrashDiagnosis = true };
        // A vendor's tree that left upstream around 4.02 and counts by its own: the old reply shape says nothing of what it can do.
        var fork = v402 with { Name = "23.46", Major = 23, Minor = 46, IsFork = true };
        return [v340, v348, v349, v358, v359, v402, v502, v503, v600, v602, v605, v606, v700, v701, fork];
    }
}
