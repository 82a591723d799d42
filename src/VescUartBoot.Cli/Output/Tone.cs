namespace VescUartBoot.Cli.Output;

/// <summary>What a text means, which decides its colour.</summary>
internal enum Tone
{
    /// <summary>Plain text.</summary>
    Plain,

    /// <summary>A step that ended well: green.</summary>
    Step,

    /// <summary>The job is done: green and bold.</summary>
    Done,

    /// <summary>A refusal or a finding, nothing to be afraid of: bold.</summary>
    Calm,

    /// <summary>A warning: yellow.</summary>
    Warning,

    /// <summary>Danger or a failure: red and bold.</summary>
    Danger,
}
