namespace VescUartBoot.Cli.Output;

/// <summary>Meaning of a text, which determines its colour.</summary>
internal enum Tone
{
    /// <summary>Plain text.</summary>
    Plain,

    /// <summary>A step that ended well: green.</summary>
    Step,

    /// <summary>The job is done: green and bold.</summary>
    Done,

    /// <summary>A harmless refusal or a finding: bold.</summary>
    Calm,

    /// <summary>A warning: yellow.</summary>
    Warning,

    /// <summary>Danger or a failure: red and bold.</summary>
    Danger,
}
