namespace VescUartBoot.Simulator;

/// <summary>What the firmware does on a command.</summary>
internal delegate void CommandHandler(Application application, CommandContext context, DeviceFrame frame);
