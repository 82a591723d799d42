using VescUartBoot.Simulator.Boards;
using VescUartBoot.Simulator.Wire;

namespace VescUartBoot.Simulator.Commands;

/// <summary>Handler of a command in the firmware.</summary>
internal delegate void CommandHandler(Application application, CommandContext context, DeviceFrame frame);
