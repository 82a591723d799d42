namespace VescUartBoot.Hosting.Words;

/// <summary>Kinds of codes.</summary>
internal enum CodeKind
{
    /// <summary>The exit code of the process.</summary>
    ExitCode,

    /// <summary>The code in brackets after an error, and <c>error.code</c> in JSON.</summary>
    Error,

    /// <summary>The code of a warning.</summary>
    Warning,

    /// <summary>A LED of the bootloader, right after a restart.</summary>
    Blink,
}
