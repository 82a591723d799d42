namespace VescUartBoot.Jobs.Common;

/// <summary>The planned changes of an install.</summary>
/// <param name="Erases">Whether the bootloader sector is erased first.</param>
/// <param name="BytesToWrite">Number of bytes to program; chunks of 0xFF are skipped.</param>
/// <param name="Verifies">Whether the complete sector is read back afterwards.</param>
/// <param name="Lost">What is lost, in sentences; empty if nothing is lost.</param>
/// <param name="Steps">The steps, in words.</param>
/// <param name="Undecided">What only a real run can determine; empty if everything is known.</param>
/// <param name="Expected">Expected duration.</param>
public sealed record InstallPlan(
    bool Erases,
    int BytesToWrite,
    bool Verifies,
    IReadOnlyList<string> Lost,
    IReadOnlyList<string> Steps,
    IReadOnlyList<string> Undecided,
    TimeSpan Expected);
