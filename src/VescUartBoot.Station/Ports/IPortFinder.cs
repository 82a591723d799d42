namespace VescUartBoot.Station.Ports;

/// <summary>Finds the ports where boards may be.</summary>
internal interface IPortFinder
{
    /// <summary>The ports that are there now.</summary>
    ValueTask<IReadOnlyList<BenchPort>> FindAsync(CancellationToken cancellationToken);
}
