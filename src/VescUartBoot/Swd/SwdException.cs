namespace VescUartBoot.Swd;

/// <summary>The helper answers, and the target did not do what it was asked.</summary>
/// <param name="step">The command, by its name.</param>
/// <param name="code">The number of the helper's answer.</param>
internal sealed class SwdException(string step, short code) : VescException($"{step} was answered with {code}")
{
    private const short NotConnected = -1;

    /// <summary>The number of the helper's answer.</summary>
    public short Code { get; } = code;

    /// <summary>The helper is attached to nothing.</summary>
    public bool IsNotConnected => Code == NotConnected;
}
