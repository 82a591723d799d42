namespace VescUartBoot.EndToEnd;

/// <summary>What a run of the tool takes of the machine.</summary>
/// <param name="Memory">The most memory at any time, in bytes.</param>
/// <param name="ProcessorTime">The time of all its threads, the runtime's start included.</param>
internal readonly record struct ToolCost(long Memory, TimeSpan ProcessorTime);
