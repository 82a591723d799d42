namespace VescUartBoot.Station.Fleet;

/// <summary>What the server does with a message.</summary>
internal enum WorkAnswer
{
    /// <summary>It is not needed any more.</summary>
    Over,

    /// <summary>It comes again.</summary>
    Later,
}
