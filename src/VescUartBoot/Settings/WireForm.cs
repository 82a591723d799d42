namespace VescUartBoot.Settings;

/// <summary>How a field of a configuration is serialised. All forms are big-endian.</summary>
internal enum WireForm
{
    /// <summary>An unsigned byte.</summary>
    U8,

    /// <summary>A signed byte.</summary>
    I8,

    /// <summary>An unsigned integer of 2 bytes.</summary>
    U16,

    /// <summary>A signed integer of 2 bytes.</summary>
    I16,

    /// <summary>An unsigned integer of 4 bytes.</summary>
    U32,

    /// <summary>A signed integer of 4 bytes.</summary>
    I32,

    /// <summary>A signed integer of 2 bytes: the value times the scale in single precision, cut towards zero.</summary>
    Float16,

    /// <summary>An IEEE-754 number of single precision; subnormal ones are serialised as 0.</summary>
    Float32Auto,
}
