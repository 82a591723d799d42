namespace VescUartBoot.Cli.Doctor;

/// <summary>Kinds of ports.</summary>
internal enum PortKind
{
    /// <summary>A VESC's own USB.</summary>
    VescUsb,

    /// <summary>Any other serial port.</summary>
    Serial,

    /// <summary>A bridge.</summary>
    Tcp,

    /// <summary>A board inside this process.</summary>
    Simulated,
}
