namespace VescUartBoot.Settings;

/// <summary>What a rule does with a setting at the release that it stands at.</summary>
internal enum CarryAction
{
    /// <summary>The value goes on under another name.</summary>
    Rename,

    /// <summary>The value is multiplied.</summary>
    Scale,

    /// <summary>Each old label or number has a new one.</summary>
    Map,

    /// <summary>The value is computed from old ones.</summary>
    Formula,

    /// <summary>The fraction is cut.</summary>
    Floor,

    /// <summary>A new setting takes a certain value because of an old one.</summary>
    Set,

    /// <summary>The old value means nothing any more: the new default holds.</summary>
    Default,

    /// <summary>The old value has no sure equal: a person decides.</summary>
    Ask,

    /// <summary>The new firmware has no such setting.</summary>
    Drop,
}
