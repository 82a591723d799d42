namespace VescUartBoot.Station.Fleet;

/// <summary>A rollout that is not carried out.</summary>
/// <param name="code">Stable code of the reason.</param>
/// <param name="message">The reason.</param>
/// <param name="inner">The cause.</param>
internal sealed class RolloutRejectedException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable code of the reason.</summary>
    public string Code { get; } = code;
}
