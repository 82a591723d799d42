namespace VescUartBoot.Backups;

/// <summary>A backup that must not be put on a board: it is not whole, not what it says, or reaches where it must not.</summary>
/// <param name="code">Stable word for the kind of failure, such as <c>backupDamaged</c>.</param>
/// <param name="message">What is wrong with it.</param>
/// <param name="innerException">What the system said.</param>
public sealed class BackupRejectedException(string code, string message, Exception? innerException = null)
    : VescException(message, innerException)
{
    /// <summary>Stable word for the kind of failure.</summary>
    public string Code { get; } = code;
}
