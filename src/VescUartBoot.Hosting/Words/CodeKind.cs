namespace VescUartBoot.Hosting.Words;

/// <summary>What kind of code it is.</summary>
internal enum CodeKind
{
    /// <summary>The exit code of the process.</summary>
    ExitCode,

    /// <summary>What stands in brackets behind an error, and as <c>error.code</c> in JSON.</summary>
    Error,

    /// <summary>The code of a warning.</summary>
    Warning,

    /// <summary>A LED of the bootloader, right after a restart.</summary>
    Blink,
}
