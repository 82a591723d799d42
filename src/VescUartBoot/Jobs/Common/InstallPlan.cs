namespace VescUartBoot.Jobs.Common;

/// <summary>What an install will do to the board, before it does it.</summary>
/// <param name="Erases">Whether the bootloader sector is erased first.</param>
/// <param name="BytesToWrite">Bytes that will be programmed; chunks of 0xFF are left out.</param>
/// <param name="Verifies">Whether the whole sector is read back afterwards.</param>
/// <param name="Lost">What is lost, in sentences; empty if nothing is.</param>
/// <param name="Steps">The steps in words.</param>
/// <param name="Undecided">What only a real run can find out; empty if everything is known.</param>
/// <param name="Expected">How long it will take.</param>
public sealed record InstallPlan(
    bool Erases,
    int BytesToWrite,
    bool Verifies,
    IReadOnlyList<string> Lost,
    IReadOnlyList<string> Steps,
    IReadOnlyList<string> Undecided,
    TimeSpan Expected);
