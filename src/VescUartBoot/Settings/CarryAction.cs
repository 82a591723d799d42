namespace VescUartBoot.Settings;

/// <summary>Effect of a rule on a setting at the release of the rule.</summary>
internal enum CarryAction
{
    /// <summary>The value is kept under another name.</summary>
    Rename,

    /// <summary>The value is multiplied.</summary>
    Scale,

    /// <summary>Each old label or number has a new one.</summary>
    Map,

    /// <summary>The value is computed from old ones.</summary>
    Formula,

    /// <summary>The fraction is cut.</summary>
    Floor,

    /// <summary>A new setting gets a certain value because of an old one.</summary>
    Set,

    /// <summary>The old value means nothing any more: the new default holds.</summary>
    Default,

    /// <summary>The old value has no certain equivalent: the user decides.</summary>
    Ask,

    /// <summary>The new firmware has no such setting.</summary>
    Drop,
}
