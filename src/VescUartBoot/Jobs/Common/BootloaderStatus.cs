using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Common;

/// <summary>What is in the bootloader sector, how we know, and why.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Method">How it was found out.</param>
/// <param name="Evidence">Sentences for a person.</param>
/// <param name="Content">The judgement of the bytes, where they were read.</param>
/// <param name="WayToTell">What would tell, where it is not known.</param>
public sealed record BootloaderStatus(
    BootloaderState State, DetectionMethod Method, IReadOnlyList<string> Evidence, SectorContent? Content = null,
    ProbeSuggestion WayToTell = ProbeSuggestion.Known)
{
    /// <summary>How far the sector holds what an interrupted run of this tool has left there, by the journal.</summary>
    public InterruptedWriteState Own { get; init; }

    /// <summary>It is nothing but what an interrupted run has left, so nothing of worth is lost with it.</summary>
    internal bool IsOwnDamage => Own is InterruptedWriteState.Half or InterruptedWriteState.Remains;

    internal static BootloaderStatus Unknown(ProbeSuggestion wayToTell, params IReadOnlyList<string> evidence) =>
        new(BootloaderState.Unknown, DetectionMethod.None, evidence, null, wayToTell);

    internal static BootloaderStatus Of(SectorContent content) => new(
        content.Kind switch
        {
            SectorContentKind.Blank => BootloaderState.Absent,
            SectorContentKind.Known or SectorContentKind.KnownWithDataBehind or SectorContentKind.Unrecognised => BootloaderState.Present,
            _ => BootloaderState.Damaged,
        },
        DetectionMethod.Readback,
        content.Evidence,
        content);
}
