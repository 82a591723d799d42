namespace VescUartBoot.Cli.Doctor;

/// <summary>What a port is to the doctor.</summary>
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
