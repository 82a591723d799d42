using VescUartBoot.Boards;

namespace VescUartBoot.Jobs;

/// <summary>What an upgrade will do to the board, before it does it.</summary>
/// <param name="From">What the board runs.</param>
/// <param name="Steps">The steps, in order.</param>
/// <param name="Lost">What is lost, in sentences.</param>
/// <param name="Undecided">What only a real run can find out; empty if everything is known.</param>
public sealed record UpgradePlan(FirmwareVersion From, IReadOnlyList<UpgradeStep> Steps, IReadOnlyList<string> Lost, IReadOnlyList<string> Undecided)
{
    /// <summary>How long it will take.</summary>
    public TimeSpan Expected => Steps.Aggregate(TimeSpan.Zero, static (sum, step) => sum + step.Expected);
}

/// <summary>One step of an upgrade.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="What">What is done, in words.</param>
/// <param name="Reason">Why, with the rule that asks for it.</param>
/// <param name="Expected">How long it takes.</param>
public sealed record UpgradeStep(UpgradeStepKind Kind, string What, string Reason, TimeSpan Expected);

/// <summary>What a step of an upgrade does.</summary>
public enum UpgradeStepKind
{
    /// <summary>Save settings and scripts.</summary>
    Backup,

    /// <summary>Look whether a bootloader is there, once the firmware can be read, and put one there if not.</summary>
    CheckBootloader,

    /// <summary>Put a bootloader on a board that has none.</summary>
    InstallBootloader,

    /// <summary>Exchange a bootloader that is damaged or cannot unpack the image.</summary>
    ReplaceBootloader,

    /// <summary>Upload a firmware, restart through the bootloader, see the new version answer.</summary>
    Firmware,

    /// <summary>Put the settings back where that is safe.</summary>
    Restore,
}
