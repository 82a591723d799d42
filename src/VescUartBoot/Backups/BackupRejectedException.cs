namespace VescUartBoot.Backups;

/// <summary>A backup that must not be restored: it is incomplete, inconsistent, or refers to files outside its folder.</summary>
/// <param name="code">Stable word for the kind of failure, for example <c>backupDamaged</c>.</param>
/// <param name="message">The problem, in a sentence for the user.</param>
/// <param name="innerException">The exception of the operating system, if there is one.</param>
public sealed class BackupRejectedException(string code, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <summary>Stable word for the kind of failure.</summary>
    public string Code { get; } = code;
}
