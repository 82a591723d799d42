namespace VescUartBoot.Simulator.Firmware;

/// <summary>The table of versions: one row for each firmware that a simulated board can run. It determines all behaviour.</summary>
public static class FirmwareProfiles
{
    private const FirmwareCommands V348 = FirmwareCommands.Selective;
    private const FirmwareCommands V355 = V348 | FirmwareCommands.TerminalSync | FirmwareCommands.Probe;
    private const FirmwareCommands V359 = V355 | FirmwareCommands.EraseBootloader | FirmwareCommands.ProbePins;
    private const FirmwareCommands V361 = V359 | FirmwareCommands.ProbeRead;
    private const FirmwareCommands V363 = V361 | FirmwareCommands.Lzo;
    private const FirmwareCommands V366 = V363 | FirmwareCommands.TerminalUptime;
    private const FirmwareCommands V503 = V366 | FirmwareCommands.Qml | FirmwareCommands.ProbeHalt;
    private const FirmwareCommands V600 = V503 | FirmwareCommands.Lisp | FirmwareCommands.CustomConfig;
    private const FirmwareCommands V606 = V600 | FirmwareCommands.FirmwareInfo;

    private static readonly FirmwareProfile[] Rows = MakeRows();

    /// <summary>Rows, oldest first, vendor fork last.</summary>
    public static IReadOnlyList<FirmwareProfile> All => Rows;

    /// <summary>Returns the row named <paramref name="name"/>: <c>6.05</c>, <c>7.01-test1</c> (or <c>7.01</c>), <c>23.46</c> (or
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
        var v355 = v349 with { Name = "3.55", Minor = 55, Commands = V355, SlowWatchdogReload = 4000 };
        var v356 = v355 with { Name = "3.56", Minor = 56, ChecksItself = true };
        var v357 = v356 with { Name = "3.57", Minor = 57, UsbWriteTimeout = TimeSpan.FromMilliseconds(100) };
        var v358 = v357 with { Name = "3.58", Minor = 58 };
        var v359 = v358 with { Name = "3.59", Minor = 59, Commands = V359 };
        var v360 = v359 with { Name = "3.60", Minor = 60 };
        var v361 = v360 with { Name = "3.61", Minor = 61, Commands = V361 };
        var v362 = v361 with { Name = "3.62", Minor = 62 };
        var v363 = v362 with { Name = "3.63", Minor = 63, Commands = V363 };
        var v364 = v363 with { Name = "3.64", Minor = 64 };
        var v365 = v364 with { Name = "3.65", Minor = 65 };
        var v366 = v365 with { Name = "3.66", Minor = 66, Commands = V366, HasLargeCurrents = true };
        var v400 = v366 with { Name = "4.00", Major = 4, Minor = 0, StartsSlowly = false };
        var v401 = v400 with { Name = "4.01", Minor = 1 };
        var v402 = v401 with { Name = "4.02", Minor = 2 };
        var v500 = v402 with
        {
            Name = "5.00",
            Major = 5,
            Minor = 0,
            ReplyFields = 2,
            EchoesOffset = true,
            GuardsSecondMotor = true,
            SecondMotorHasOwnUuid = true,
            ForcesFocOnTwoMotors = true,
        };
        var v501 = v500 with { Name = "5.01", Minor = 1 };
        var v502 = v501 with { Name = "5.02", Minor = 2, ReplyFields = 4, StoreWait = TimeSpan.FromSeconds(2), LimitsHallSamples = true };
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
            StoreWait = TimeSpan.FromSeconds(3),
        };
        var v700 = v606 with { Name = "7.00", Major = 7, Minor = 0, ForbidsSlowCurrentLimit = true };
        var v701 = v700 with { Name = "7.01-test1", Minor = 1, Test = 1, HasCrashDiagnosis = true };
        // A vendor fork that left upstream around 4.02 and has its own version numbers: the old reply shape does not show its capabilities.
        var fork = v402 with { Name = "23.46", Major = 23, Minor = 46, IsFork = true };
        return
        [
            v340, v348, v349, v355, v356, v357, v358, v359, v360, v361, v362, v363, v364, v365, v366, v400, v401, v402,
            v500, v501, v502, v503, v600, v602, v605, v606, v700, v701, fork,
        ];
    }
}
