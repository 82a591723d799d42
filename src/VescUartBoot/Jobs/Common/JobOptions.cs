using VescUartBoot.Chip;

namespace VescUartBoot.Jobs.Common;

/// <summary>What all jobs take. A value out of its range throws <see cref="OptionRangeException"/>.</summary>
public record JobOptions
{
    /// <summary>The board must be this one.</summary>
    public Uuid? Board { get; init; }

    /// <summary>How to look into the sector. Default <see cref="CheckMethod.Auto"/>.</summary>
    public CheckMethod Method { get; init; }

    /// <summary>Small requests of the link check. Default 32, 8..1000.</summary>
    public int LinkCheckRequests { get; init => field = OptionRange.Require(value, 8, 1000); } = 32;

    /// <summary>The least supply in volts. Default <see langword="null"/>: USB power is enough. 0..100.</summary>
    public double? MinVoltage { get; init => field = value is { } volts ? OptionRange.Require(volts, 0, 100) : null; }

    /// <summary>Share of lost or corrupt replies above which a link is refused, in per cent. Default 20, 0..100.</summary>
    public int MaxLossPercent { get; init => field = OptionRange.Require(value, 0, 100); } = 20;
}
