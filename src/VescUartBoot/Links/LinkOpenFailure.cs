namespace VescUartBoot.Links;

/// <summary>Reason why a link could not be opened.</summary>
public enum LinkOpenFailure
{
    /// <summary>The port does not exist (ENOENT, ENXIO, ENODEV).</summary>
    NotFound,

    /// <summary>The user may not open it (EACCES, EPERM).</summary>
    NoPermission,

    /// <summary>Another program uses it (EBUSY, or its lock).</summary>
    Busy,

    /// <summary>It is not a serial port (ENOTTY, a regular file, a folder).</summary>
    NotATerminal,

    /// <summary>A host did not answer or refused the connection.</summary>
    Unreachable,

    /// <summary>Another error of the operating system; the message contains it.</summary>
    Failed,
}
