namespace VescUartBoot.Jobs.Common;

/// <summary>What would tell, where a finding is <see cref="BootloaderState.Unknown"/>.</summary>
public enum ProbeSuggestion
{
    /// <summary>Nothing needs to: it is known.</summary>
    Known,

    /// <summary>The owner's yes to opening the flash for reading.</summary>
    Agreement,

    /// <summary>Another method than the passive one.</summary>
    Readback,

    /// <summary>Only something else than this link: a debug probe, or a second VESC as the probe.</summary>
    OtherMeans,
}
