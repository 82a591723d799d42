using VescUartBoot.Recognition;

namespace VescUartBoot.Jobs.Common;

/// <summary>Content of the bootloader sector, how it was determined, and the evidence.</summary>
/// <param name="State">Whether there is a bootloader.</param>
/// <param name="Method">How the state was determined.</param>
/// <param name="Evidence">The evidence, in sentences for the user.</param>
public sealed record BootloaderStatus(BootloaderState State, DetectionMethod Method, IReadOnlyList<string> Evidence)
{
    /// <summary>Name of the bootloader, or of the one that is now damaged: an id of the catalogue or a file name; <see langword="null"/> if
    /// the sector was not read or holds no known bootloader.</summary>
    public string? Image => Content?.ImageName;

    /// <summary>What would determine the state if it is <see cref="BootloaderState.Unknown"/>.</summary>
    internal ProbeSuggestion WayToTell { get; init; }

    /// <summary>Classification of the content, if the sector was read.</summary>
    internal SectorContent? Content { get; init; }

    /// <summary>What an interrupted run of this library has left in the sector, according to the journal.</summary>
    internal InterruptedWriteState Own { get; init; }

    /// <summary>The content comes only from an interrupted run, so nothing of value is lost with it.</summary>
    internal bool IsOwnDamage => Own is InterruptedWriteState.Half or InterruptedWriteState.Remains;

    internal static BootloaderStatus Unknown(ProbeSuggestion wayToTell, params IReadOnlyList<string> evidence) =>
        new(BootloaderState.Unknown, DetectionMethod.None, evidence) { WayToTell = wayToTell };

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
