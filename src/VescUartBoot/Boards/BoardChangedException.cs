namespace VescUartBoot.Boards;

/// <summary>After an interruption another board answered on the same port.</summary>
public sealed class BoardChangedException(string expected, string found)
    : VescException($"another board answers now: {found} instead of {expected}");
