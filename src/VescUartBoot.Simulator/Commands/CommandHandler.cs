using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>What the firmware does on a command.</summary>
internal delegate void CommandHandler(Application application, CommandContext context, DeviceFrame frame);
