namespace VescUartBoot.Links;

/// <summary>Why a link could not be opened.</summary>
public enum LinkOpenFailure
{
    /// <summary>There is no such port (ENOENT, ENXIO, ENODEV).</summary>
    NotFound,

    /// <summary>The user may not open it (EACCES, EPERM).</summary>
    NoPermission,

    /// <summary>Another program has it (EBUSY, or its lock).</summary>
    Busy,

    /// <summary>It is not a serial port (ENOTTY, a regular file, a folder).</summary>
    NotATerminal,

    /// <summary>A host did not answer or refused the connection.</summary>
    Unreachable,

    /// <summary>The system said something else; the message has it.</summary>
    Failed,
}
