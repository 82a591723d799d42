namespace VescUartBoot.Interop;

/// <summary>What happened to a terminal.</summary>
[Flags]
internal enum TerminalEvents
{
    None = 0,
    Input = 1,
    Output = 2,
    HungUp = 4,
}
