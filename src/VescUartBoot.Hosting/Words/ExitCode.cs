namespace VescUartBoot.Hosting.Words;

/// <summary>The exit codes: a contract with scripts.</summary>
internal enum ExitCode
{
    Done = 0,
    OwnFault = 1,
    Usage = 2,
    NoBoard = 3,
    BootloaderPresent = 4,
    CannotTell = 5,
    NotThere = 6,
    ImageRejected = 7,
    BoardUnfit = 8,
    LinkLost = 9,
    VerifyMismatch = 10,
    NotUpgraded = 11,
    NotServed = 12,
    Unverified = 13,
    Interrupted = 130,
}
