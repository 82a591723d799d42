namespace VescUartBoot;

/// <summary>An option was set to a value outside its range.</summary>
public sealed class OptionRangeException : VescException
{
    internal OptionRangeException(string option, string value, string least, string most)
        : base($"{option} is {value}; it may be {least} to {most}")
    {
        (Option, Value, Least, Most) = (option, value, least, most);
    }

    /// <summary>The name of the option.</summary>
    public string Option { get; }

    /// <summary>What it was set to.</summary>
    public string Value { get; }

    /// <summary>The least that it may be.</summary>
    public string Least { get; }

    /// <summary>The most that it may be.</summary>
    public string Most { get; }
}
