namespace VescUartBoot.Jobs.Common;

/// <summary>What would determine the state of the bootloader if it is <see cref="BootloaderState.Unknown"/>.</summary>
internal enum ProbeSuggestion
{
    /// <summary>Nothing more is needed: the state is known.</summary>
    Known,

    /// <summary>Consent of the user to write the bytes that make flash readable.</summary>
    Agreement,

    /// <summary>A method other than <see cref="CheckMethod.Passive"/>.</summary>
    Readback,

    /// <summary>Only another means than this link: a debug probe, or a second VESC as the probe.</summary>
    OtherMeans,
}
