using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>Commands that end the application.</summary>
internal static class RestartCommands
{
    /// <summary>COMM_JUMP_TO_BOOTLOADER (1): does not wait for a motor, check the sector or reply.</summary>
    public static void JumpToBootloader(Application application, CommandContext context, DeviceFrame frame) =>
        application.Machine.Jump(application.Firmware);

    /// <summary>COMM_REBOOT (29).</summary>
    public static void Reboot(Application application, CommandContext context, DeviceFrame frame) =>
        application.Machine.Reset(ResetCause.Software);
}
