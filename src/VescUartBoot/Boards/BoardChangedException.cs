namespace VescUartBoot.Boards;

/// <summary>Another board answered on the same port after an interruption.</summary>
public sealed class BoardChangedException(string expected, string found)
    : VescException($"another board answers now: {found} instead of {expected}");
