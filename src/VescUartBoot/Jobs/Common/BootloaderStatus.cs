using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Common;

/// <summary>What is in the bootloader sector, how we know, and why.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Method">How it was found out.</param>
/// <param name="Evidence">Sentences for a person.</param>
/// <param name="WayToTell">What would tell, where it is not known.</param>
public sealed record BootloaderStatus(
    BootloaderState State, DetectionMethod Method, IReadOnlyList<string> Evidence,
    ProbeSuggestion WayToTell = ProbeSuggestion.Known)
{
    /// <summary>The bootloader by name, or the one that it was before it was damaged: the catalogue's id or the name of a file;
    /// <see langword="null"/> where the sector was not read or holds no known bootloader.</summary>
    public string? Image => Content?.ImageName;

    /// <summary>The judgement of the bytes, where they were read.</summary>
    internal SectorContent? Content { get; init; }

    /// <summary>How far the sector holds what an interrupted run of this tool has left there, by the journal.</summary>
    internal InterruptedWriteState Own { get; init; }

    /// <summary>It is nothing but what an interrupted run has left, so nothing of worth is lost with it.</summary>
    internal bool IsOwnDamage => Own is InterruptedWriteState.Half or InterruptedWriteState.Remains;

    internal static BootloaderStatus Unknown(ProbeSuggestion wayToTell, params IReadOnlyList<string> evidence) =>
        new(BootloaderState.Unknown, DetectionMethod.None, evidence, wayToTell);

    internal static BootloaderStatus Of(SectorContent content) => new(
        content.Kind switch
        {
            SectorContentKind.Blank => BootloaderState.Absent,
            SectorContentKind.Known or SectorContentKind.KnownWithDataBehind or SectorContentKind.Unrecognised => BootloaderState.Present,
            _ => BootloaderState.Damaged,
        },
        DetectionMethod.Readback,
        content.Evidence)
    {
        Content = content,
    };
}
