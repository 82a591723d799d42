using VescUartBoot.Backups;
using VescUartBoot.Jobs.Common;

namespace VescUartBoot.Jobs.Backup;

/// <summary>The failure of a restore with parts that are not on the board.</summary>
internal static class PartFailures
{
    /// <summary>Returns the failure of the worst part, with the messages of all.</summary>
    public static JobStoppedException Of(IReadOnlyList<PartOutcome> open)
    {
        var worst = open.MaxBy(o => Weight(o.State))!;
        return new JobStoppedException(CodeOf(worst), $"not restored: "
            + $"{string.Join("; ", open.Select(o => $"{o.Part.Name()}: {o.Message}"))}");
    }

    // Parts in doubt come before unchanged parts.
    private static int Weight(PartState state) => state switch
    {
        PartState.Mismatch => 7,
        PartState.MotorTurning => 6,
        PartState.NotStored => 5,
        PartState.NotProved => 4,
        PartState.Refused => 3,
        PartState.Unreadable => 2,
        PartState.NotAgreed => 1,
        _ => 0,
    };

    private static FailureCode CodeOf(PartOutcome part) => part.State switch
    {
        PartState.Mismatch => FailureCode.VerifyMismatch,
        PartState.NotStored => FailureCode.SettingsNotProved,
        PartState.NotProved when part.Part is BackupPartKind.Qml or BackupPartKind.Lisp => FailureCode.WrittenUnverified,
        PartState.NotProved => FailureCode.SettingsNotProved,
        PartState.Refused => FailureCode.WriteRefused,
        PartState.MotorTurning => FailureCode.MotorTurning,
        PartState.Unreadable => FailureCode.PartUnreadable,
        PartState.NotAgreed => FailureCode.NotAgreed,
        _ => FailureCode.BackupDoesNotFit,
    };
}
