using System.Globalization;
using System.Text;
using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Firmware;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>The terminal commands that are relevant to bootloaders. The commands of the debug probe: <see cref="ProbeCommands"/>.</summary>
internal static class TerminalCommands
{
    private static readonly string[] FaultNames =
    [
        "FAULT_CODE_NONE", "FAULT_CODE_OVER_VOLTAGE", "FAULT_CODE_UNDER_VOLTAGE", "FAULT_CODE_DRV", "FAULT_CODE_ABS_OVER_CURRENT",
        "FAULT_CODE_OVER_TEMP_FET", "FAULT_CODE_OVER_TEMP_MOTOR", "FAULT_CODE_GATE_DRIVER_OVER_VOLTAGE",
        "FAULT_CODE_GATE_DRIVER_UNDER_VOLTAGE",
        "FAULT_CODE_MCU_UNDER_VOLTAGE", "FAULT_CODE_BOOTING_FROM_WATCHDOG_RESET",
    ];

    /// <summary>COMM_TERMINAL_CMD (20): dropped while the blocking thread is busy.</summary>
    public static void OnBlockingThread(Application application, CommandContext context, DeviceFrame frame)
    {
        string text = Text(frame);
        application.OnBlockingThread(TimeSpan.Zero, () => Run(application, text));
    }

    /// <summary>COMM_TERMINAL_CMD_SYNC (64): runs on the thread of the transport.</summary>
    public static void AtOnce(Application application, CommandContext context, DeviceFrame frame) => Run(application, Text(frame));

    private static string Text(DeviceFrame frame) => Encoding.Latin1.GetString(frame.Payload[1..]).TrimEnd('\0').Trim();

    private static void Run(Application application, string text)
    {
        var machine = application.Machine;
        var firmware = application.Firmware;
        switch (text)
        {
            case "faults":
                var listed = new List<string>();
                if (application.WatchdogFaultListed)
                {
                    listed.Add(FaultNames[10]);
                }

                if (machine.FaultCode != 0)
                {
                    listed.Add(machine.FaultCode < FaultNames.Length ? FaultNames[machine.FaultCode] : $"Fault {machine.FaultCode}");
                }

                application.Print(listed.Count == 0 ? "No faults registered since startup\n"
                    : "The following faults were registered since start:\n\n"
                        + string.Concat(listed.Select(fault => $"Fault            : {fault}\n")));
                break;
            case "uptime" when firmware.Commands.HasFlag(FirmwareCommands.TerminalUptime):
                application.Print(string.Create(CultureInfo.InvariantCulture,
                    $"Uptime: {(machine.Clock.Now - machine.StartedAt).TotalSeconds:F2} s\n"));
                break;
            case "fw_info" when firmware.Commands.HasFlag(FirmwareCommands.FirmwareInfo):
                application.Print($"Firmware: {firmware.Major}.{firmware.Minor:D2}\nHW      : {application.Hardware}\n");
                break;
            case "crash_diag" when firmware.HasCrashDiagnosis:
                application.Print("Reset flags:" + machine.LastReset switch
                {
                    ResetCause.Watchdog => " IWDG",
                    ResetCause.WindowWatchdog => " WWDG",
                    ResetCause.PowerOn => " POR",
                    ResetCause.Pin => " PIN",
                    _ => " SFT",
                } + "\n");
                break;
            case var probe when firmware.Commands.HasFlag(FirmwareCommands.Probe) && ProbeCommands.RunOnTerminal(application, probe):
                break;
            default:
                application.Print($"Invalid command: {text}\ntype help to list all available commands\n");
                break;
        }
    }
}
