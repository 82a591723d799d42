using VescUartBoot.Boards;

namespace VescUartBoot.Jobs.Common;

/// <summary>Reason why a board refuses an erase or a write.</summary>
internal static class FlashRefusal
{
    /// <summary>The most likely cause, according to the checks of this firmware.</summary>
    public static string Cause(Board board) => board.Capabilities.WaitsForMotor switch
    {
        true => "most likely its motor is not at rest",
        false => "its flash reports an error (this firmware does not look at the motor)",
        null => "its motor is not at rest, or its flash reports an error",
    };
}
