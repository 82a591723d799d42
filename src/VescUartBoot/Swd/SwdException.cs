namespace VescUartBoot.Swd;

/// <summary>The helper answered that a command on the target failed.</summary>
/// <param name="step">Name of the command.</param>
/// <param name="code">The number in the reply of the helper.</param>
internal sealed class SwdException(string step, short code) : VescException($"{step} was answered with {code}")
{
    private const short NotConnected = -1;

    /// <summary>The number in the reply of the helper.</summary>
    public short Code { get; } = code;

    /// <summary>The helper is not attached to a target.</summary>
    public bool IsNotConnected => Code == NotConnected;
}
